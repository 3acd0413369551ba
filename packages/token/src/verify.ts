import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import { parseParticipantId, parseRole, parseRoomId, roleOf } from "@lectern/protocol/ids";
import { limits } from "@lectern/protocol/limits";
import { fail, ok, type Result } from "@lectern/protocol/result";
import { parseDisplayName } from "@lectern/protocol/text";
import { type Claims, tokenAudience, tokenHeader, tokenIssuer } from "./claims.ts";

/** Why a token opens nothing: the code for its bearer, the reason for our own log. */
export interface TokenRefusal {
  readonly code: "token-expired" | "token-invalid";
  readonly reason: string;
}

export type VerifyToken = (token: string, nowSeconds: number) => Result<Claims, TokenRefusal>;

export interface VerifierOptions {
  /** Any of these may have signed; all are in force while keys are rotated. */
  readonly secrets: readonly string[];
  /** The longest life of a token, `CONFERENCE_SIGNALING_TOKEN_TTL`. */
  readonly maxTtlSeconds: number;
}

/**
 * Makes the verifier of signaling tokens; keys are prepared once.
 *
 * One algorithm is bound to the keys whatever a token's header says, every claim
 * is required, and signatures are compared in constant time (RFC 8725 §3.1, §3.2).
 */
export function createTokenVerifier(options: VerifierOptions): VerifyToken {
  const keys = options.secrets.map((secret) => createSecretKey(secret, "utf8"));
  return (token, nowSeconds) => {
    const [header, payload, signature, ...rest] = token.split(".");
    if (!header || !payload || !signature || rest.length > 0) return invalid("not a compact JWS");
    if (!isSignedByOneOf(keys, `${header}.${payload}`, signature)) return invalid("signature");
    if (!isOurHeader(decodePart(header))) return invalid("header");
    const claims = readClaims(decodePart(payload), options.maxTtlSeconds);
    return claims.ok ? checkTimes(claims.value, nowSeconds) : claims;
  };
}

function isSignedByOneOf(keys: readonly KeyObject[], signed: string, signature: string): boolean {
  const given = Buffer.from(signature, "base64url");
  // Base64url has several spellings of the same bytes; only the canonical one counts.
  if (given.toString("base64url") !== signature) return false;
  return keys.some((key) => {
    const expected = createHmac(tokenHash, key).update(signed).digest();
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}

const tokenHash = "sha256";

function isOurHeader(header: Record<string, unknown> | null): boolean {
  return (
    header !== null &&
    header["alg"] === tokenHeader.alg &&
    header["typ"] === tokenHeader.typ &&
    // RFC 7515 §4.1.11: an extension that is not understood must be refused.
    !Object.hasOwn(header, "crit")
  );
}

function readClaims(
  payload: Record<string, unknown> | null,
  maxTtlSeconds: number,
): Result<Claims, TokenRefusal> {
  if (payload === null) return invalid("payload");
  if (payload["iss"] !== tokenIssuer) return invalid("iss");
  if (payload["aud"] !== tokenAudience) return invalid("aud");
  const sub = parseParticipantId(payload["sub"]);
  if (!sub) return invalid("sub");
  const role = parseRole(payload["role"]);
  if (!role || role !== roleOf(sub)) return invalid("role");
  const room = parseRoomId(payload["room"]);
  if (!room) return invalid("room");
  const name = parseDisplayName(payload["name"]);
  if (!name) return invalid("name");
  const { iat, exp, jti } = payload;
  if (!isTime(iat)) return invalid("iat");
  if (!isTime(exp) || exp <= iat || exp - iat > maxTtlSeconds) return invalid("exp");
  if (typeof jti !== "string" || jti === "" || jti.length > maxJtiLength) return invalid("jti");
  return ok({ sub, role, room, name, iat, exp, jti });
}

const maxJtiLength = 128;

function checkTimes(claims: Claims, nowSeconds: number): Result<Claims, TokenRefusal> {
  if (claims.iat > nowSeconds + limits.clockSkewSeconds) return invalid("iat in the future");
  if (nowSeconds >= claims.exp + limits.clockSkewSeconds) {
    const reason = `expired ${Math.floor(nowSeconds - claims.exp)} s ago`;
    return fail({ code: "token-expired", reason });
  }
  return ok(claims);
}

/** The object in one base64url part; of duplicate members the last counts (RFC 7515 §4). */
function decodePart(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function invalid(reason: string): Result<never, TokenRefusal> {
  return fail({ code: "token-invalid", reason });
}
