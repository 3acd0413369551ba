import type { Address } from "@lectern/turn/attributes";
import { TurnClient } from "@lectern/turn/client";
import type { TurnCredentials } from "@lectern/turn/credentials";
import type { TurnFailure } from "@lectern/turn/failure";
import type { TurnServer } from "@lectern/turn/transport";
import { patienceMs } from "./why-unreachable.ts";

/** How far one got with a STUN or TURN server. */
export type Trial =
  | { readonly got: "nothing"; readonly failure: TurnFailure }
  /** It says by which address it sees us, and no more was wanted. */
  | { readonly got: "stun" }
  /** It answers, and relays nothing for us. */
  | { readonly got: "refusal"; readonly failure: TurnFailure }
  /** It gives an address, which cannot be reached from another of its addresses. */
  | { readonly got: "allocation"; readonly relayed: string; readonly failure: TurnFailure }
  /** Data went from one of its addresses to another. */
  | { readonly got: "pair"; readonly relayed: string };

export interface Way {
  readonly server: TurnServer;
  /** `null`: STUN alone is wanted of it. */
  readonly credentials: TurnCredentials | null;
}

/**
 * Asks a server by which address it sees us, then has it relay from one of its addresses to
 * another, as for two people of whom neither can be reached.
 */
export async function tryRelay({ server, credentials }: Way): Promise<Trial> {
  const near = await TurnClient.open(server, { timeoutMs: patienceMs });
  if (!near.ok) return { got: "nothing", failure: near.error };
  const trial = await tryWith(near.value, { server, credentials });
  await near.value.close();
  return trial;
}

async function tryWith(near: TurnClient, { server, credentials }: Way): Promise<Trial> {
  const seen = await near.bind();
  if (!seen.ok) return { got: "nothing", failure: seen.error };
  if (!credentials) return { got: "stun" };
  const allocated = await near.allocate(credentials);
  if (!allocated.ok) return { got: "refusal", failure: allocated.error };
  const relayed = allocated.value.host;
  const failure = await meet({ near, address: allocated.value, server, credentials });
  return failure ? { got: "allocation", relayed, failure } : { got: "pair", relayed };
}

interface Meeting {
  readonly near: TurnClient;
  /** At which others reach it. */
  readonly address: Address;
  readonly server: TurnServer;
  readonly credentials: TurnCredentials;
}

/** @returns why nothing comes from it to a second client; `null` when something does */
async function meet(meeting: Meeting): Promise<TurnFailure | null> {
  const { server, near, address, credentials } = meeting;
  const outcome = Promise.withResolvers<TurnFailure | null>();
  const options = { timeoutMs: patienceMs, onData: () => outcome.resolve(null) };
  const far = await TurnClient.open(server, options);
  if (!far.ok) return far.error;
  const allocated = await far.value.allocate(credentials);
  const permissions = allocated.ok
    ? [await near.permit(allocated.value), await far.value.permit(address)]
    : [allocated];
  for (const permission of permissions) if (!permission.ok) outcome.resolve(permission.error);
  if (allocated.ok) sendUntil(outcome, () => near.send(allocated.value, greeting));
  const failure = await outcome.promise;
  await far.value.close();
  return failure;
}

const greeting = Buffer.from("Lectern doctor");
/** How often it is sent again: datagrams may be lost. */
const repeatMs = 250;

/** Sends until there is an outcome, which in the end is that there was no answer. */
function sendUntil(
  { promise, resolve }: PromiseWithResolvers<TurnFailure | null>,
  send: () => void,
): void {
  const repeating = setInterval(send, repeatMs);
  const timer = setTimeout(() => resolve({ type: "no-answer" }), patienceMs);
  void promise.then(() => {
    clearInterval(repeating);
    clearTimeout(timer);
  });
}
