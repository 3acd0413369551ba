import { closeCodes, type ErrorCode, openErrorCodes } from "./codes.ts";
import {
  anyText,
  count,
  opaqueText,
  participant,
  participantId,
  ref,
  roomId,
} from "./common-fields.ts";
import { field, listOf, optional, readShape } from "./field.ts";
import type { LeaveReason, Numbered, ServerMessage } from "./messages.ts";
import { type Frame, readFrame, unknownType } from "./read-frame.ts";
import type { Refusal } from "./refusal.ts";
import { fail, ok, type Result } from "./result.ts";
import { readSignal } from "./signal.ts";

const leaveReason = field<LeaveReason>("left, connection-lost or removed", (value) =>
  value === "left" || value === "connection-lost" || value === "removed" ? value : undefined,
);

/** A code of a later version reads as `internal`: its sentence still tells a developer what it was. */
const errorCode = field<ErrorCode>("an error code", (value) => {
  if (typeof value !== "string") return undefined;
  return isErrorCode(value) ? value : "internal";
});

const shapes = {
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
  peerJoined: { peer: participant },
  peerLeft: { peerId: participantId, reason: leaveReason },
  directed: { from: participantId },
  chat: {
    id: opaqueText,
    from: participantId,
    name: anyText,
    message: anyText,
    sentAt: count,
    ref: optional(ref),
  },
  meetingEnded: { by: participantId },
  error: {
    code: errorCode,
    message: anyText,
    ref: optional(ref),
    retryAfterMs: optional(count),
  },
  numbered: { seq: optional(count) },
} as const;

/**
 * Reads one text frame of the server: a message built anew, or a named refusal.
 *
 * A client ignores what is refused with `unknown-type`: it is of a later
 * version. Never throws.
 */
export function parseServerMessage(frame: string): Result<ServerMessage & Numbered, Refusal> {
  const read = readFrame(frame);
  if (!read.ok) return read;
  const number = readShape(read.value.members, shapes.numbered);
  if (!number.ok) return number;
  const message = readMessage(read.value);
  return message.ok ? ok({ ...message.value, ...number.value }) : message;
}

function readMessage({ type, members }: Frame): Result<ServerMessage, Refusal> {
  switch (type) {
    case "joined": {
      const joined = readShape(members, shapes.joined);
      return joined.ok ? ok({ type, ...joined.value }) : joined;
    }
    case "resumed": {
      const resumed = readShape(members, shapes.resumed);
      return resumed.ok ? ok({ type, ...resumed.value }) : resumed;
    }
    case "peer-joined": {
      const peer = readShape(members, shapes.peerJoined);
      return peer.ok ? ok({ type, ...peer.value }) : peer;
    }
    case "peer-left": {
      const peer = readShape(members, shapes.peerLeft);
      return peer.ok ? ok({ type, ...peer.value }) : peer;
    }
    case "offer":
    case "answer":
    case "ice-candidate": {
      const directed = readShape(members, shapes.directed);
      if (!directed.ok) return directed;
      const signal = readSignal(type, members["payload"]);
      return signal.ok ? ok({ ...signal.value, from: directed.value.from }) : signal;
    }
    case "chat": {
      const chat = readShape(members, shapes.chat);
      return chat.ok ? ok({ type, ...chat.value }) : chat;
    }
    case "meeting-ended": {
      const ended = readShape(members, shapes.meetingEnded);
      return ended.ok ? ok({ type, ...ended.value }) : ended;
    }
    case "error": {
      const error = readShape(members, shapes.error);
      return error.ok ? ok({ type, ...error.value }) : error;
    }
    default:
      return fail(unknownType(type));
  }
}

function isErrorCode(value: string): value is ErrorCode {
  return (
    (openErrorCodes as readonly string[]).includes(value) ||
    (value !== "bye" && Object.hasOwn(closeCodes, value))
  );
}
