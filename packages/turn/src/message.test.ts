import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Attributes } from "./attributes.ts";
import { encodeMessage, longTermKey, parseMessage, type StunMessage } from "./message.ts";

const transactionId = Buffer.from("b7e7a701bc34d686fa87dfae", "hex");

describe("encodeMessage()", () => {
  test("makes the signed request of RFC 5769 §2.4", () => {
    const username = "\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9";
    const message: StunMessage = {
      method: "binding",
      class: "request",
      transactionId: Buffer.from("78ad3433c6ad72c029da412e", "hex"),
      attributes: { username, nonce: "f//499k954d6OL34oL9FSTvy64sA", realm: "example.org" },
    };
    const key = longTermKey(username, "example.org", "TheMatrIX");
    expect(encodeMessage(message, key).toString("hex")).toBe(
      [
        "00010060" + "2112a442" + "78ad3433c6ad72c029da412e",
        "00060012" + "e3839ee38388e383aae38383e382afe382b90000",
        "0015001c" + "662f2f3439396b39353464364f4c33346f4c39465354767936347341",
        "0014000b" + "6578616d706c652e6f726700",
        "00080014" + "f67024656dd64a3e02b8e0712e85c9a28ca89666",
      ].join(""),
    );
  });
});

describe("parseMessage()", () => {
  test.each([
    ["§2.2", "00200008" + "0001a147e112a643", { host: "192.0.2.1", port: 32_853 }],
    [
      "§2.3",
      "00200014" + "0002a1470113a9faa5d3f179bc25f4b5bed2b9d9",
      { host: "2001:db8:1234:5678:11:2233:4455:6677", port: 32_853 },
    ],
  ])("reads the address of RFC 5769 %s", (_, attribute, xorMappedAddress) => {
    expect(parseMessage(success(attribute))?.attributes).toEqual({ xorMappedAddress });
  });

  test("gives back what encodeMessage() was given", () => {
    const attributes: Attributes = {
      username: "1790000000:student-5",
      nonce: "n",
      realm: "school.example",
      errorCode: { code: 438, reason: "Stale Nonce" },
      lifetimeSeconds: 600,
      channelNumber: 0x4001,
      requestedTransport: 17,
      requestedAddressFamily: 2,
      xorMappedAddress: { host: "192.0.2.1", port: 1 },
      xorRelayedAddress: { host: "2001:db8::1", port: 65_535 },
      xorPeerAddress: { host: "::ffff:a00:1", port: 53 },
      data: Buffer.from([1, 2, 3]),
    };
    const message = { method: "allocate", class: "error", transactionId, attributes } as const;
    expect(parseMessage(encodeMessage(message))).toEqual(message);
  });

  test("takes the first of two attributes of a type, and passes over what it does not know", () => {
    const nonces = "00150001" + "61000000" + "00150001" + "62000000";
    expect(parseMessage(success(`8022000161000000${nonces}`))?.attributes).toEqual({
      nonce: "a",
    });
  });

  test.each([
    ["a header that is cut short", success("").subarray(0, 19)],
    ["a length that is not its own", Buffer.concat([success(""), Buffer.alloc(4)])],
    ["an attribute that is cut short", success("0015000861616161")],
    ["an address of a wrong length", success("0020000c" + "0001a147e112a64300000000")],
    ["an address of no family", success(`002000140003${"0".repeat(36)}`)],
    ["another cookie", Buffer.alloc(20)],
  ])("refuses %s", (_, bytes) => {
    expect(parseMessage(bytes)).toBeNull();
  });

  test("never throws", () => {
    const bytes = fc.uint8Array({ maxLength: 100 });
    fc.assert(
      fc.property(bytes, (body) => {
        parseMessage(success(Buffer.from(body).toString("hex")));
        parseMessage(Buffer.from(body));
      }),
    );
  });
});

/** A successful answer to a binding request with these attributes, in hex. */
function success(attributes: string): Buffer {
  const length = (attributes.length / 2).toString(16).padStart(4, "0");
  return Buffer.from(`0101${length}2112a442b7e7a701bc34d686fa87dfae${attributes}`, "hex");
}
