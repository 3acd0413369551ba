import { expect, test } from "vitest";
import { ipBytes, ipText } from "./ip.ts";

test.each([
  ["192.0.2.1", "c0000201", "192.0.2.1"],
  ["::", "0".repeat(32), "::"],
  ["::1", "1".padStart(32, "0"), "::1"],
  ["2001:DB8::11:0:1", "20010db8000000000000001100000001", "2001:db8::11:0:1"],
  ["fe80::", "fe80".padEnd(32, "0"), "fe80::"],
  ["::ffff:10.0.0.1", "00000000000000000000ffff0a000001", "::ffff:a00:1"],
])("ipBytes() reads %s, and ipText() writes it", (text, hex, written) => {
  expect(ipBytes(text).toString("hex")).toBe(hex);
  expect(ipText(Buffer.from(hex, "hex"))).toBe(written);
});

test.each(["school.example", "[::1]", "fe80::1%eth0", "1.2.3", ""])(
  "ipBytes() throws at %s",
  (text) => {
    expect(() => ipBytes(text)).toThrow(RangeError);
  },
);
