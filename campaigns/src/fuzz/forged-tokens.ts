import { createHmac } from "node:crypto";
import type { Random } from "../support/random.ts";
import { hostileString, hostileValue } from "./hostile-values.ts";

/** What a forger may know, and what the verifier is set to. */
export const forgery = {
  secret: "the secret that signs, of thirty-two bytes or more",
  maxTtlSeconds: 7200,
  /** Seconds since the epoch at which tokens are verified. */
  now: 1_800_000_000,
} as const;

export const claims = {
  iss: "lectern",
  aud: "conference-signaling",
  sub: "student-5",
  role: "student",
  room: "conference-12",
  name: "Ana Kovač",
  iat: forgery.now,
  exp: forgery.now + forgery.maxTtlSeconds,
  jti: "5f0c",
} as const;

export const header = { alg: "HS256", typ: "conference-signaling+jwt" } as const;

type Forger = (random: Random) => string;

/**
 * Ways to make a token that must open nothing, by name.
 *
 * Some sign with the right secret what no minter may sign; the others do not have it.
 */
export const forgers: Readonly<Record<string, Forger>> = {
  "alg none": (random) => {
    const alg = random.pick(["none", "None", "NONE", "nOnE", ""]);
    return `${encode({ ...header, alg })}.${encode(claims)}.${random.pick(["", "AA", "e30"])}`;
  },
  "alg none, signed": (random) => sign({ ...header, alg: random.pick(["none", "NONE"]) }, claims),
  "another hash": (random) => {
    const hash = random.pick(["sha384", "sha512", "sha1", "md5"]);
    const alg = random.pick(["HS256", "HS384", "HS512"]);
    return sign({ ...header, alg }, claims, forgery.secret, hash);
  },
  "another algorithm, signed": (random) =>
    sign(
      { ...header, alg: random.pick(["RS256", "ES256", "PS512", "EdDSA", "hs256", "HS256 "]) },
      claims,
    ),
  "an algorithm that is no text": (random) =>
    sign(
      { ...header, alg: random.pick([null, 0, ["HS256"], { alg: "HS256" }, undefined]) },
      claims,
    ),
  "an empty key": () => sign(header, claims, ""),
  "a key that is guessed": (random) => sign(header, claims, random.pick(guesses)),
  "edited claims": (random) =>
    replacePart(sign(header, claims), 1, encode({ ...claims, ...random.pick(promotions) })),
  "edited header": (random) =>
    replacePart(sign(header, claims), 0, encode({ ...header, kid: hostileString(random) })),
  "duplicate claims": (random) => {
    const text = JSON.stringify(claims).replace("{", '{"role":"teacher","sub":"teacher-1",');
    const after = text.replace(/\}$/, ',"role":"teacher","sub":"teacher-1"}');
    return replacePart(sign(header, claims), 1, encodeText(random.pick([text, after])));
  },
  padding: (random) => {
    const parts = sign(header, claims).split(".");
    const at = random.below(3);
    return parts
      .map((part, index) => (index === at ? `${part}${random.pick(["=", "=="])}` : part))
      .join(".");
  },
  whitespace: (random) => {
    const token = sign(header, claims);
    const at = random.below(token.length + 1);
    return token.slice(0, at) + random.pick([" ", "\n", "\t", "\r\n", "\u00a0"]) + token.slice(at);
  },
  "non-canonical base64url": (random) =>
    respell(sign(header, { ...claims, name: "~~~???" }), random),
  "one character changed": (random) => {
    const token = sign(header, claims);
    const at = random.below(token.length);
    const other = token[at] === "A" ? "B" : "A";
    return token.slice(0, at) + other + token.slice(at + 1);
  },
  "cut or extended": (random) => {
    const token = sign(header, claims);
    if (random.chance(0.5)) return token.slice(0, random.below(token.length));
    return `${token}${random.pick([".", ".e30", "A", "AA", "\u0000"])}`;
  },
  "parts that are missing or swapped": (random) => {
    const [head = "", body = "", signature = ""] = sign(header, claims).split(".");
    return random.pick([
      `${body}.${head}.${signature}`,
      `.${body}.${signature}`,
      `${head}..${signature}`,
      `${head}.${body}.`,
      `${head}.${body}`,
      "..",
      `${head}.${body}.${signature}.${signature}.${signature}`,
    ]);
  },
  "a JSON serialisation": () => {
    const [head, payload, signature] = sign(header, claims).split(".");
    return JSON.stringify({ protected: head, payload, signature });
  },
  "a huge exp, signed": (random) =>
    sign(header, {
      ...claims,
      exp: random.pick([claims.exp + 1, 2 ** 40, 2 ** 53 - 1, 2 ** 60, 1e308]),
    }),
  "times that are none, signed": (random) =>
    sign(header, {
      ...claims,
      [random.pick(["iat", "exp"])]: random.pick(["1800000000", null, 1.5, -1, true, [], {}]),
    }),
  "another time, signed": (random) => {
    const iat = random.pick([forgery.now + 31, forgery.now + 3600, forgery.now - 7200 - 30, 0]);
    return sign(header, { ...claims, iat, exp: iat + 7200 });
  },
  "an end before its beginning, signed": (random) =>
    sign(header, { ...claims, exp: claims.iat - random.below(5) }),
  "another typ, signed": (random) =>
    sign(
      {
        ...header,
        typ: random.pick(["JWT", "at+jwt", "", null, undefined, "conference-signaling"]),
      },
      claims,
    ),
  "a critical extension, signed": (random) =>
    sign({ ...header, crit: random.pick([["exp"], ["b64"], [], null, "exp"]) }, claims),
  "another issuer or audience, signed": (random) =>
    sign(header, {
      ...claims,
      [random.pick(["iss", "aud"])]: random.pick([
        "Lectern",
        "",
        null,
        ["conference-signaling"],
        undefined,
      ]),
    }),
  "an identity that is none, signed": (random) =>
    sign(header, { ...claims, ...random.pick(badIdentities) }),
  "a claim of a wrong kind, signed": (random) =>
    sign(header, {
      ...claims,
      [random.pick(["sub", "role", "room", "jti"])]: random.pick([null, 5, [], {}, ""]),
    }),
  "a name that is none, signed": (random) =>
    sign(header, { ...claims, name: random.pick(badNames) }),
  "a payload that is no object, signed": (random) =>
    sign(header, random.pick([null, [], "claims", 5, [claims]])),
  "a payload that is no JSON, signed": (random) => {
    const signed = `${encode(header)}.${random.pick(["AAAA", "e30x", "bnVsbA", "eyJh"])}`;
    return `${signed}.${mac(signed, forgery.secret, "sha256")}`;
  },
  noise: (random) =>
    random.chance(0.5) ? hostileString(random) : JSON.stringify(hostileValue(random)),
};

const guesses = [
  " ",
  "secret",
  "lectern",
  "undefined",
  "null",
  forgery.secret.slice(0, -1),
  `${forgery.secret} `,
  forgery.secret.toUpperCase(),
  forgery.secret.replaceAll(" ", ""),
  "0".repeat(32),
  "\u0000".repeat(32),
] as const;

const promotions = [
  { sub: "teacher-1", role: "teacher" },
  { room: "conference-13" },
  { name: "Teacher" },
  { exp: claims.exp + 1 },
  { jti: "other" },
] as const;

const badIdentities = [
  { role: "teacher" },
  { sub: "teacher-1" },
  { sub: "admin-1", role: "admin" },
  { sub: "student-" },
  { sub: "student-5 " },
  { sub: "student-5\n" },
  { sub: `student-${"a".repeat(65)}` },
  { room: "12" },
  { room: "conference-" },
  { room: "conference-12/.." },
  { jti: "j".repeat(129) },
] as const;

const badNames = [
  null,
  5,
  "",
  " ",
  "a\u0000b",
  "a\u202eb",
  "a\nb",
  "e\u0301",
  "\ud800",
  "n".repeat(81),
  ["Ana"],
] as const;

/** A compact JWS over anything (RFC 7515 §7.1). */
export function sign(
  head: unknown,
  payload: unknown,
  key: string = forgery.secret,
  hash = "sha256",
): string {
  const signed = `${encode(head)}.${encode(payload)}`;
  return `${signed}.${mac(signed, key, hash)}`;
}

function mac(signed: string, key: string, hash: string): string {
  return createHmac(hash, key).update(signed).digest("base64url");
}

function encode(part: unknown): string {
  return encodeText(JSON.stringify(part));
}

function encodeText(text: string): string {
  return Buffer.from(text).toString("base64url");
}

function replacePart(token: string, at: number, part: string): string {
  return token
    .split(".")
    .map((old, index) => (index === at ? part : old))
    .join(".");
}

/** The same bytes in another spelling: of the unused bits at a part's end, or of the alphabet (RFC 4648 §3.5, §5). */
function respell(token: string, random: Random): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const standard = token.replaceAll("-", "+").replaceAll("_", "/");
  if (standard !== token && random.chance(0.3)) return standard;
  const last = token.slice(-1);
  const siblings = [...alphabet].filter((_, at) => at >> 2 === alphabet.indexOf(last) >> 2);
  return token.slice(0, -1) + random.pick(siblings.filter((other) => other !== last));
}
