import { randomUUID } from "node:crypto";
import type { ParticipantId } from "@lectern/protocol/ids";
import type { ClientMessage, Signal } from "@lectern/protocol/messages";
import { assertNever } from "@lectern/protocol/result";
import type { ConnectionId, RoomEvent } from "./room-types.ts";

/** What is said by somebody who is in a room. */
export type RoomMessage = Exclude<ClientMessage, { readonly type: "join" | "resume" | "ping" }>;

interface Sender {
  readonly from: ParticipantId;
  readonly connection: ConnectionId;
}

/**
 * Makes a message an event of its room, with the time and the id that the room does
 * not make itself.
 *
 * @param now ms since the epoch
 */
export function roomEventOf(message: RoomMessage, sender: Sender, now: number): RoomEvent {
  const { ref } = message;
  const by = { ...sender, ...(ref !== undefined && { ref }) };
  switch (message.type) {
    case "offer":
    case "answer":
    case "ice-candidate":
      return { type: "signal", ...by, to: message.to, signal: signalOf(message) };
    case "mend":
      return { type: "mend", ...by, to: message.to, peer: message.peer };
    case "report":
      return { type: "report", ...by, links: message.links };
    case "chat":
      return { type: "chat", ...by, message: message.message, id: randomUUID(), sentAt: now };
    case "meeting-ended":
      return { type: "end", ...by, endedAt: now };
    case "leave":
      return { type: "leave", ...by };
    default:
      return assertNever(message);
  }
}

function signalOf(message: Extract<RoomMessage, { readonly payload: unknown }>): Signal {
  const { negotiation } = message;
  const of = { ...(negotiation !== undefined && { negotiation }) };
  switch (message.type) {
    case "offer":
      return { type: "offer", payload: message.payload, ...of };
    case "answer":
      return { type: "answer", payload: message.payload, ...of };
    case "ice-candidate":
      return { type: "ice-candidate", payload: message.payload, ...of };
  }
}
