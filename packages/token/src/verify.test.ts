import { createHmac } from "node:crypto";
import { parseParticipantId, parseRoomId } from "@lectern/protocol/ids";
import { describe, expect, test } from "vitest";
import { signToken } from "./sign.ts";
import { createTokenVerifier } from "./verify.ts";

const secret = "a secret of at least thirty-two bytes";
const old = "the secret from before the rotation, still valid";
const now = 1_800_000_000;
const verify = createTokenVerifier({ secrets: [secret, old], maxTtlSeconds: 7200 });

/** From the contract's table alone, as a back end in another language would. */
function mint(changes: Record<string, unknown> = {}, header: object = {}, key = secret): string {
  const claims = {
    iss: "lectern",
    aud: "conference-signaling",
    sub: "student-5",
    role: "student",
    room: "conference-12",
    name: "Ana Kovač",
    iat: now,
    exp: now + 7200,
    jti: "5f0c",
    ...changes,
  };
  const parts = [{ alg: "HS256", typ: "conference-signaling+jwt", ...header }, claims];
  const signed = parts
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

function refusalOf(token: string, at = now): string | null {
  const result = verify(token, at);
  return result.ok ? null : `${result.error.code}: ${result.error.reason}`;
}

describe("createTokenVerifier()", () => {
  test("accepts a token made by other means", () => {
    expect(verify(mint(), now)).toEqual({
      ok: true,
      value: {
        sub: "student-5",
        role: "student",
        room: "conference-12",
        name: "Ana Kovač",
        iat: now,
        exp: now + 7200,
        jti: "5f0c",
      },
    });
  });

  test("accepts what signToken() signs", () => {
    const sub = parseParticipantId("teacher-2");
    const room = parseRoomId("conference-1");
    if (!sub || !room) throw new TypeError("Cannot make ids");
    const claims = {
      sub,
      role: "teacher",
      room,
      name: "Ben",
      iat: now,
      exp: now + 60,
      jti: "j",
    } as const;
    expect(verify(signToken(claims, secret), now)).toEqual({ ok: true, value: claims });
  });

  test("accepts a token of any secret while they are rotated", () => {
    expect(refusalOf(mint({}, {}, old))).toBeNull();
    expect(refusalOf(mint({}, {}, "another secret of at least 32 bytes.."))).toBe(
      "token-invalid: signature",
    );
  });

  test.each(["iss", "aud", "sub", "role", "room", "name", "iat", "exp", "jti"])(
    "requires the claim %s",
    (claim) => expect(refusalOf(mint({ [claim]: undefined }))).toBe(`token-invalid: ${claim}`),
  );

  test.each([
    ["another issuer", { iss: "Lectern" }, "iss"],
    ["an audience among others", { aud: ["conference-signaling"] }, "aud"],
    ["a role that disagrees with sub", { role: "teacher" }, "role"],
    ["an unknown role", { sub: "admin-1", role: "admin" }, "sub"],
    ["a name with a bidi control", { name: "a\u202eb" }, "name"],
    ["a huge exp", { exp: now + 7201 }, "exp"],
    ["an exp before iat", { exp: now - 1 }, "exp"],
    ["an exp that is text", { exp: "9999999999" }, "exp"],
    ["an empty jti", { jti: "" }, "jti"],
    ["an iat in the future", { iat: now + 31, exp: now + 60 }, "iat in the future"],
  ])("refuses %s", (_, changes, reason) => {
    expect(refusalOf(mint(changes))).toBe(`token-invalid: ${reason}`);
  });

  test.each([
    ["alg none", { alg: "none" }],
    ["another algorithm", { alg: "HS512" }],
    ["an asymmetric algorithm", { alg: "RS256" }],
    ["another typ", { typ: "JWT" }],
    ["a critical extension", { crit: ["exp"] }],
  ])("refuses a header with %s, though it is signed", (_, header) => {
    expect(refusalOf(mint({}, header))).toBe("token-invalid: header");
  });

  test.each([
    ["no signature", (token: string) => token.replace(/[^.]*$/, "")],
    ["a cut signature", (token: string) => token.slice(0, -2)],
    ["padding", (token: string) => `${token}=`],
    ["a fourth part", (token: string) => `${token}.e30`],
    [
      "edited claims",
      (token: string) => token.replace(/\.[^.]*\./, `.${btoa('{"sub":"teacher-1"}')}.`),
    ],
    ["blanks", (token: string) => ` ${token}`],
    ["nothing at all", () => ""],
  ])("refuses %s", (_, forge) => {
    expect(refusalOf(forge(mint()))).toMatch(/^token-invalid: (?:signature|not a compact JWS)$/);
  });

  test("refuses another spelling of the same signature", () => {
    const token = mint();
    const spellings = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
      .map((last) => token.slice(0, -1) + last)
      .filter((other) => other !== token);
    for (const other of spellings) expect(refusalOf(other)).toBe("token-invalid: signature");
  });

  test("allows clocks to differ by 30 s, and no more", () => {
    expect(refusalOf(mint({ iat: now + 30, exp: now + 60 }))).toBeNull();
    expect(refusalOf(mint(), now + 7200 + 29)).toBeNull();
    expect(refusalOf(mint(), now + 7200 + 30)).toBe("token-expired: expired 30 s ago");
  });

  test("refuses a payload that is no object, though it is signed", () => {
    const signed = `${mint().split(".")[0]}.${Buffer.from("[]").toString("base64url")}`;
    const token = `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
    expect(refusalOf(token)).toBe("token-invalid: payload");
  });
});
