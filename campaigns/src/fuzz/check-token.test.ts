import { expect, test } from "vitest";
import { createRandom } from "../support/random.ts";
import { checkForgedToken, checkGoodToken } from "./check-token.ts";
import { claims, forgers, header, sign } from "./forged-tokens.ts";

const seed = 11;
const forgedTokens = 400;

test("T11: a token of the minter opens, so that a refusal below means something", () => {
  expect(checkGoodToken(sign(header, claims))).toBeNull();
});

test.each(Object.entries(forgers))("T11: %s: none is accepted", (_, forge) => {
  const random = createRandom(seed);
  const each = Math.ceil(forgedTokens / Object.keys(forgers).length);
  for (let made = 0; made < each; made += 1) {
    const token = forge(random);
    expect(checkForgedToken(token), token).toBeNull();
  }
});
