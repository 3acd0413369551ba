import {
  chatText,
  count,
  instanceId,
  opaqueText,
  participantId,
  ref,
  roomId,
} from "./common-fields.ts";
import { anyBoolean, optional, readShape, text } from "./field.ts";
import { limits } from "./limits.ts";
import type { ClientMessage } from "./messages.ts";
import { type Frame, readFrame, unknownType } from "./read-frame.ts";
import type { Refusal } from "./refusal.ts";
import { fail, ok, type Result } from "./result.ts";
import { readSignal } from "./signal.ts";

const token = text(
  `a token of 1 to ${limits.maxTokenLength} characters`,
  (value) => value.length > 0 && value.length <= limits.maxTokenLength,
);

const shapes = {
  join: { roomId, token, resumable: optional(anyBoolean), instance: optional(instanceId) },
  resume: { roomId, sessionId: opaqueText, secret: opaqueText, lastSeq: count },
  directed: { to: participantId },
  chat: { message: chatText },
  ref: { ref: optional(ref) },
} as const;

/**
 * Reads one text frame of a client: a message built anew, or a named refusal.
 *
 * Members that the contract does not name are left out, so a `from` or `role`
 * that a client wrote is gone here. Never throws.
 *
 * @param frame JSON of at most `limits.maxFrameBytes` bytes
 */
export function parseClientMessage(frame: string): Result<ClientMessage, Refusal> {
  const read = readFrame(frame);
  if (!read.ok) return read;
  const reference = readShape(read.value.members, shapes.ref);
  if (!reference.ok) return reference;
  const message = readMessage(read.value);
  if (!message.ok) return fail({ ...message.error, ...reference.value });
  return ok({ ...message.value, ...reference.value });
}

function readMessage({ type, members }: Frame): Result<ClientMessage, Refusal> {
  switch (type) {
    case "join": {
      const join = readShape(members, shapes.join);
      return join.ok ? ok({ type, ...join.value }) : join;
    }
    case "resume": {
      const resume = readShape(members, shapes.resume);
      return resume.ok ? ok({ type, ...resume.value }) : resume;
    }
    case "offer":
    case "answer":
    case "ice-candidate": {
      const directed = readShape(members, shapes.directed);
      if (!directed.ok) return directed;
      const signal = readSignal(type, members["payload"]);
      return signal.ok ? ok({ ...signal.value, to: directed.value.to }) : signal;
    }
    case "chat": {
      const chat = readShape(members, shapes.chat);
      return chat.ok ? ok({ type, message: chat.value.message }) : chat;
    }
    case "meeting-ended":
    case "leave":
      return ok({ type });
    default:
      return fail(unknownType(type));
  }
}
