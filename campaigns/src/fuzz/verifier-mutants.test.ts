import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createTokenVerifier } from "@lectern/token/verify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRandom } from "../support/random.ts";
import { claims, forgers, forgery, header, sign } from "./forged-tokens.ts";
import { mutantsOf } from "./mutants-of.ts";

type CreateVerifier = typeof createTokenVerifier;

const { secret, maxTtlSeconds, now } = forgery;
const older = "the secret of before, while keys are rotated";
/** In the repository, so that a module there finds the packages. */
const cache = join(import.meta.dirname, "../../../node_modules/.cache/lectern");
let folder: string;

beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, "mutants-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

test("T11: of the verifier with one thing broken in it, the tokens notice at least 90 %", async () => {
  expect(judge(createTokenVerifier)).toBe("right");
  const file = fileURLToPath(import.meta.resolve("@lectern/token/verify"));
  const mutants = mutantsOf(readFileSync(file, "utf8"));
  const survivors: string[] = [];
  for (const [at, { line, became, source }] of mutants.entries()) {
    if (judge(await load(source, at)) === "right") survivors.push(`${line}: ${became}`);
  }
  expect(mutants.length).toBeGreaterThan(40);
  const score = 1 - survivors.length / mutants.length;
  expect(score, survivors.join("\n")).toBeGreaterThanOrEqual(0.9);
}, 60_000);

/** Whether a verifier does as it should with every token of the campaign, and with good ones at the limits. */
function judge(create: CreateVerifier): "right" | "wrong" {
  try {
    const verify = create({ secrets: [secret, older], maxTtlSeconds });
    const areGoodIn = goodTokens.every(([token, at]) => verify(token, at).ok);
    const areForgedOut = forgedTokens.every((token) => !verify(token, now).ok);
    const late = verify(sign(header, claims), claims.exp + 30);
    const isLate = !late.ok && late.error.code === "token-expired";
    return areGoodIn && areForgedOut && isLate ? "right" : "wrong";
  } catch {
    return "wrong";
  }
}

const goodTokens = [
  [sign(header, claims), now],
  [sign(header, claims), claims.exp + 29],
  [sign(header, { ...claims, iat: now + 30 }), now],
  [sign(header, { ...claims, exp: now + 1 }), now],
  [sign(header, { ...claims, iat: 0, exp: 1 }), 0],
  [sign(header, { ...claims, jti: "j".repeat(128) }), now],
  [sign(header, { ...claims, sub: "teacher-1", role: "teacher" }), now],
  [sign(header, claims, older), now],
] as const;

const random = createRandom(11);
const forgedTokens = Object.values(forgers).flatMap((forge) =>
  Array.from({ length: 16 }, () => forge(random)),
);

async function load(source: string, at: number): Promise<CreateVerifier> {
  const code = stripTypeScriptTypes(source).replaceAll(/"\.\/(.+)\.ts"/g, '"@lectern/token/$1"');
  const file = join(folder, `${at}.mjs`);
  writeFileSync(file, code);
  const { createTokenVerifier: create } = await import(pathToFileURL(file).href);
  return create;
}
