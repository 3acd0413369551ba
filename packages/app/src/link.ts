import { type LinkMessage, parseLinkMessage } from "@lectern/protocol/link";
import { assertNever } from "@lectern/protocol/result";
import { noteClosings, tellClosings } from "./conferences/closings.ts";
import { noteEnding } from "./conferences/endings.ts";
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

/** Says hello, with all that is known to be closed, and listens from then on. */
export async function openLink(context: Context, process: LinkProcess): Promise<void> {
  process.on("message", (value: unknown) => {
    const message = parseLinkMessage(value);
    if (!message) return;
    handleLinkMessage(context, message).catch((error: unknown) =>
      context.log.error("link message failed", { code: message.type, error }),
    );
  });
  context.tell({ type: "hello" });
  await tellClosings(context);
}

/** Acts on what the signaling server says. */
export async function handleLinkMessage(context: Context, message: LinkMessage): Promise<void> {
  switch (message.type) {
    case "hello":
      return tellClosings(context);
    case "closings":
      return noteClosings(context, message);
    case "meeting-ended":
      return noteEnding(context.db, message);
    case "admin":
      return context.signaling.foundAt(message.port);
    // These are for the supervisor.
    case "ready":
    case "failed":
    case "first-account":
    case "hand-over":
      return;
    default:
      return assertNever(message);
  }
}
