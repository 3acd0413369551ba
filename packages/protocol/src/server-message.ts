import { type CloseReason, closeCodes, type ErrorCode, openErrorCodes } from "./codes.ts";
import {
  anyText,
  count,
  negotiationId,
  opaqueText,
  participant,
  participantId,
  ref,
  roomId,
} from "./common-fields.ts";
import { choice, listOf, type Members, nullable, openChoice, optional } from "./field.ts";
import { linkReport } from "./link-report.ts";
import type { Numbered, ServerMessage, ServerMessageType } from "./messages.ts";
import { messageShapes, readFrame, readMessage } from "./read-message.ts";
import type { Refusal } from "./refusal.ts";
import type { Result } from "./result.ts";
import { answer, iceCandidate, offer } from "./signal.ts";

/** A code of a later version reads as `internal`: its sentence still tells a developer what it was. */
const errorCode = openChoice("an error code", errorCodes(), "internal");

const relayed = { from: participantId, negotiation: optional(negotiationId) };

/** What a server may send. */
export const serverShapes = messageShapes({ seq: optional(count) }, {
  joined: {
    roomId,
    self: participant,
    participants: listOf(participant),
    serverTime: count,
    epoch: opaqueText,
    settleMs: optional(count),
    sessionId: optional(opaqueText),
    secret: optional(opaqueText),
    resumeWindowMs: optional(count),
  },
  resumed: { lastSeq: count, secret: opaqueText },
  "peer-joined": { peer: participant },
  "peer-left": { peerId: participantId, reason: choice("left", "connection-lost", "removed") },
  offer: { ...relayed, payload: offer },
  answer: { ...relayed, payload: answer },
  "ice-candidate": { ...relayed, payload: nullable(iceCandidate) },
  chat: {
    id: opaqueText,
    from: participantId,
    name: anyText,
    message: anyText,
    sentAt: count,
    ref: optional(ref),
  },
  mend: { from: participantId, peer: participantId },
  report: { from: participantId, links: listOf(linkReport) },
  pong: { ref: optional(ref) },
  "meeting-ended": { by: participantId },
  error: {
    code: errorCode,
    message: anyText,
    ref: optional(ref),
    retryAfterMs: optional(count),
  },
} satisfies Record<ServerMessageType, Members>);

/**
 * Reads one text frame of the server: a message built anew, or a named refusal.
 *
 * A client ignores what is refused with `unknown-type`: it is of a later
 * version. Never throws.
 */
export function parseServerMessage(frame: string): Result<ServerMessage & Numbered, Refusal> {
  const members = readFrame(frame);
  return members.ok ? readMessage(members.value, serverShapes) : members;
}

/** `rate-limited` is both: an error that leaves the socket open, and a reason to close it. */
function errorCodes(): readonly ErrorCode[] {
  const reasons = Object.keys(closeCodes).filter((reason) => reason !== "bye");
  return [...new Set([...openErrorCodes, ...(reasons as Exclude<CloseReason, "bye">[])])];
}
