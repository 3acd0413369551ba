import { expect, test } from "vitest";
import { sessionIdOf } from "./sdp.ts";

test.each([
  ["v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\n", "4611731400430051336"],
  ["v=0\r\no=mozilla...THIS_IS_SDPARTA-99.0 77 0 IN IP4 0.0.0.0\r\n", "77"],
  ["v=0\ns=o=- 1 2\n", null],
  ["", null],
])("sessionIdOf(%j) is %s", (sdp, id) => {
  expect(sessionIdOf(sdp)).toBe(id);
});
