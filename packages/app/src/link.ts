import { type LinkMessage, parseLinkMessage } from "@lectern/protocol/link";
import { assertNever } from "@lectern/protocol/result";
import { listEndings, noteEnding } from "./conferences/endings.ts";
import type { Context } from "./context.ts";

/** What of a process the link needs; `send` is there only under a supervisor. */
export type LinkProcess = Pick<NodeJS.Process, "on" | "send" | "connected">;

/** Makes the way to the supervisor, and through it to the signaling server. */
export function createTell(process: LinkProcess): (message: LinkMessage) => void {
  return (message) => {
    // A parent that is gone hears nothing; its going is seen as `disconnect`.
    if (process.send && process.connected) process.send(message, undefined, {}, () => {});
  };
}

/** Says hello, with all endings that are known, and listens from then on. */
export async function openLink(context: Context, process: LinkProcess): Promise<void> {
  process.on("message", (value: unknown) => {
    const message = parseLinkMessage(value);
    if (!message) return;
    handleLinkMessage(context, message).catch((error: unknown) =>
      context.log.error("link message failed", { code: message.type, error }),
    );
  });
  context.tell({ type: "hello" });
  await tellEndings(context);
}

/** Acts on what the signaling server says. */
export async function handleLinkMessage(context: Context, message: LinkMessage): Promise<void> {
  switch (message.type) {
    case "hello":
      return tellEndings(context);
    case "closings":
      for (const meeting of message.meetings) await noteEnding(context.db, meeting);
      return;
    case "meeting-ended":
      return noteEnding(context.db, message);
    // These are for the supervisor.
    case "ready":
    case "failed":
    case "first-account":
    case "hand-over":
    case "admin":
      return;
    default:
      return assertNever(message);
  }
}

async function tellEndings({ db, now, config, tell }: Context): Promise<void> {
  const { tokenTtlSeconds } = config.signaling;
  tell({
    type: "closings",
    removals: [],
    meetings: await listEndings(db, { now: now(), tokenTtlSeconds }),
  });
}
