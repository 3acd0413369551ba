import { closeCodes } from "@lectern/protocol/codes";
import type { ServerMessage } from "@lectern/protocol/messages";
import type { Violation } from "./recorded.ts";
import type { Session } from "./sessions.ts";

/** Checks that what came to a resumable seat counts up by one from the `joined` that is 1. */
export function checkNumbering({ client, received }: Session): readonly Violation[] {
  if (!client.isResumable) return [];
  const violations: Violation[] = [];
  let last = 0;
  for (const { at, message } of received) {
    const { seq } = message;
    if (seq === undefined && isOfSocket(message)) continue;
    if (seq !== last + 1) {
      violations.push({
        kind: "numbering",
        client,
        at,
        what: `${message.type} has ${seq} after ${last}`,
      });
    }
    last = seq ?? last;
  }
  return violations;
}

/** An error that closes speaks of the socket, not to the seat, and is not kept for it. */
function isOfSocket(message: ServerMessage): boolean {
  return message.type === "error" && Object.hasOwn(closeCodes, message.code);
}
