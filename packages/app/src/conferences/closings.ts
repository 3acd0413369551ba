import { limits } from "@lectern/protocol/limits";
import type { Closings } from "@lectern/protocol/link";
import type { Context } from "../context.ts";
import { forgetDeleted, listEndings, noteEnding } from "./endings.ts";
import { forgetRemovals, listRemovals, noteRemoval } from "./removals.ts";

/**
 * Tells the signaling server everything that tokens in the world do not open any more.
 *
 * Always all of it: a server that was just started opens its doors after the first
 * such message, and one that knows it already passes over it.
 */
export async function tellClosings(context: Context): Promise<void> {
  const { db, tell } = context;
  const since = oldestTokenTime(context);
  await forgetRemovals(db, since);
  await forgetDeleted(db, since);
  const meetings = await listEndings(db, since);
  const removals = await listRemovals(db, since);
  tell({ type: "closings", meetings, removals });
}

/** Notes what was closed on the signaling server. */
export async function noteClosings(context: Context, closings: Closings): Promise<void> {
  const since = oldestTokenTime(context);
  for (const meeting of closings.meetings) await noteEnding(context.db, meeting);
  for (const removal of closings.removals) await noteRemoval(context.db, removal, since);
}

/** Before this time, in ms since the epoch, nothing was issued that is still in force. */
function oldestTokenTime({ config, now }: Context): number {
  return now() - (config.signaling.tokenTtlSeconds + limits.clockSkewSeconds) * 1000;
}
