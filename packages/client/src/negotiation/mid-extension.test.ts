import { expect, test } from "vitest";
import { withoutMidExtension } from "./mid-extension.ts";

test("withoutMidExtension() takes that header out of every section, and leaves the others", () => {
  const level = "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n";
  const mid = "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n";
  const oneWay = "a=extmap:4/recvonly urn:ietf:params:rtp-hdrext:sdes:mid\r\n";
  const audio = "m=audio 9 X 111\r\na=mid:0\r\n";
  const video = "m=video 9 X 96\r\na=mid:1\r\n";
  const session = "v=0\r\n";
  const sdp = `${session}${audio}${level}${mid}${video}${oneWay}a=sendrecv\r\n`;
  expect(withoutMidExtension(sdp)).toBe(`${session}${audio}${level}${video}a=sendrecv\r\n`);
});
