import type { Numbered, ServerMessage } from "@lectern/protocol/messages";
import { parseServerMessage } from "@lectern/protocol/server-message";

/** A message of the server, or the sign that there was one that this version does not understand. */
export type Received = (ServerMessage | { readonly type: "unread" }) & Numbered;

/** Reads one text frame of the server. Never throws. */
export function readReceived(frame: string): Received {
  const message = parseServerMessage(frame);
  if (message.ok) return message.value;
  const seq = seqOf(frame);
  return { type: "unread", ...(seq !== undefined && { seq }) };
}

/** What is not understood is counted all the same: else the next message would seem to come too early. */
function seqOf(frame: string): number | undefined {
  try {
    const value: unknown = JSON.parse(frame);
    const isNumbered = typeof value === "object" && value !== null && "seq" in value;
    return isNumbered && typeof value.seq === "number" ? value.seq : undefined;
  } catch {
    return undefined;
  }
}
