import { createTokenVerifier } from "@lectern/token/verify";
import { forgery } from "./forged-tokens.ts";

const verify = createTokenVerifier({
  secrets: [forgery.secret],
  maxTtlSeconds: forgery.maxTtlSeconds,
});

/** What is wrong with how a forged token is judged; `null` when nothing is. */
export function checkForgedToken(token: string): string | null {
  const result = verify(token, forgery.now);
  if (result.ok) return `accepts it as ${result.value.sub} in ${result.value.room}`;
  const { code, reason } = result.error;
  if (code !== "token-invalid" && code !== "token-expired") return `refuses with ${code}`;
  return reason === "" ? "refuses without a reason" : null;
}

/** What is wrong with how a token of a minter is judged; `null` when nothing is. */
export function checkGoodToken(token: string): string | null {
  const result = verify(token, forgery.now);
  return result.ok ? null : `refuses a good one: ${result.error.reason}`;
}
