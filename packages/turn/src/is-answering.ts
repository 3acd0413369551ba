import { TurnClient } from "./client.ts";
import type { TurnServer } from "./transport.ts";

/** Whether a STUN or TURN server is there, within `timeoutMs`, which is 1000 by default. */
export async function isAnswering(server: TurnServer, timeoutMs = 1_000): Promise<boolean> {
  const client = await TurnClient.open(server, { timeoutMs });
  if (!client.ok) return false;
  const { ok } = await client.value.bind();
  await client.value.close();
  return ok;
}
