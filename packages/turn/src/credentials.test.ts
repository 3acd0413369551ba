import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { turnCredentials } from "./credentials.ts";

test("turnCredentials() signs the time of expiry, in whole seconds, and the user", () => {
  const options = { user: "student-5", secret: "s", expiresAt: 1_790_000_000_999 };
  const username = "1790000000:student-5";
  const credential = createHmac("sha1", "s").update(username).digest("base64");
  expect(turnCredentials(options)).toEqual({ username, credential });
});
