import {
  count,
  instanceId,
  negotiationId,
  opaqueText,
  participantId,
  ref,
  roomId,
} from "./common-fields.ts";
import { anyBoolean, listOf, type Members, nullable, optional, text } from "./field.ts";
import { limits } from "./limits.ts";
import { linkReport } from "./link-report.ts";
import type { ClientMessage, ClientMessageType } from "./messages.ts";
import { messageShapes, readFrame, readMessage } from "./read-message.ts";
import type { Refusal } from "./refusal.ts";
import { fail, type Result } from "./result.ts";
import { answer, iceCandidate, offer } from "./signal.ts";

const token = text("a token", { min: 1, max: limits.maxTokenLength, unit: "code-unit" });
const chatText = text("a string", { min: 1, max: limits.maxChatLength, unit: "code-point" });
const messageType = text("a message type", { min: 1, max: 32, unit: "code-point" });

const directed = { to: participantId, negotiation: optional(negotiationId) };

/** What a client may send. */
export const clientShapes = messageShapes({ ref: optional(ref) }, {
  join: {
    roomId,
    token,
    resumable: optional(anyBoolean),
    instance: optional(instanceId),
    accepts: optional(listOf(messageType, limits.maxAcceptedTypes)),
  },
  resume: { roomId, sessionId: opaqueText, secret: opaqueText, lastSeq: count },
  offer: { ...directed, payload: offer },
  answer: { ...directed, payload: answer },
  "ice-candidate": { ...directed, payload: nullable(iceCandidate) },
  chat: { message: chatText },
  mend: { to: participantId, peer: participantId },
  report: { links: listOf(linkReport, limits.maxReportedLinks) },
  ping: {},
  "meeting-ended": {},
  leave: {},
} satisfies Record<ClientMessageType, Members>);

/**
 * Reads one text frame of a client: a message built anew, or a named refusal.
 *
 * Members that the contract does not name are left out, so a `from` or `role`
 * that a client wrote is gone here. Never throws.
 *
 * @param frame JSON of at most `limits.maxFrameBytes` bytes
 */
export function parseClientMessage(frame: string): Result<ClientMessage, Refusal> {
  const members = readFrame(frame);
  if (!members.ok) return members;
  const read = readMessage(members.value, clientShapes);
  if (read.ok) return read;
  const reference = ref.read(members.value["ref"]);
  return reference === undefined ? read : fail({ ...read.error, ref: reference });
}
