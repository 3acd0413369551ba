import {
  field,
  integer,
  isJsonObject,
  type JsonObject,
  nullable,
  optional,
  readShape,
  text,
} from "./field.ts";
import { limits } from "./limits.ts";
import type { IceCandidate, Json, SessionDescription, Signal } from "./messages.ts";
import { invalidField, type Refusal } from "./refusal.ts";
import { fail, ok, type Result } from "./result.ts";
import { isWithinBytes, utf8Length } from "./text.ts";

const sdp = text(
  `an SDP of 1 to ${limits.maxSdpBytes} bytes`,
  (value) => value.length > 0 && isWithinBytes(value, limits.maxSdpBytes),
);

const candidateTag = nullable(
  text(`a string of at most ${limits.maxCandidateTagBytes} bytes`, (value) =>
    isWithinBytes(value, limits.maxCandidateTagBytes),
  ),
);

const candidateShape = {
  candidate: text(
    `one line of at most ${limits.maxCandidateBytes} bytes`,
    (value) => isWithinBytes(value, limits.maxCandidateBytes) && !/[\r\n]/.test(value),
  ),
  sdpMid: optional(candidateTag),
  sdpMLineIndex: optional(nullable(integer("a whole number from 0 to 65535", 0, 65_535))),
  usernameFragment: optional(candidateTag),
};

/**
 * Reads the `payload` of an offer, answer or ICE candidate.
 *
 * The members that the contract names are checked; the others are carried
 * along as the JSON values they are, within bounds of depth and size, so that
 * what arrives is what was sent.
 *
 * @see RFC 9429 §3.5.2.1 for the form of a candidate
 */
export function readSignal(type: Signal["type"], payload: unknown): Result<Signal, Refusal> {
  switch (type) {
    case "offer": {
      const offer = readDescription("offer", payload);
      return offer.ok ? ok({ type, payload: offer.value }) : offer;
    }
    case "answer": {
      const answer = readDescription("answer", payload);
      return answer.ok ? ok({ type, payload: answer.value }) : answer;
    }
    case "ice-candidate": {
      const candidate = readCandidate(payload);
      return candidate.ok ? ok({ type, payload: candidate.value }) : candidate;
    }
  }
}

function readDescription<T extends "offer" | "answer">(
  type: T,
  payload: unknown,
): Result<SessionDescription<T>, Refusal> {
  if (!isJsonObject(payload)) return fail(invalidField("payload", "an object { type, sdp }"));
  const known = readShape(
    payload,
    { type: field(`"${type}"`, (value) => (value === type ? type : undefined)), sdp },
    "payload.",
  );
  return known.ok ? withTheRest(known.value, payload) : known;
}

function readCandidate(payload: unknown): Result<IceCandidate | null, Refusal> {
  if (payload === null) return ok(null);
  if (!isJsonObject(payload)) return fail(invalidField("payload", "an ICE candidate, or null"));
  const known = readShape(payload, candidateShape, "payload.");
  return known.ok ? withTheRest(known.value, payload) : known;
}

/** The members that were checked, and those of the sender's that the contract does not name. */
function withTheRest<T extends object>(known: T, payload: JsonObject): Result<T, Refusal> {
  if (Object.keys(payload).length === Object.keys(known).length) return ok(known);
  if (!isBounded(payload, limits.maxPayloadDepth)) {
    return fail(
      invalidField("payload", `nested at most ${limits.maxPayloadDepth} deep, its numbers finite`),
    );
  }
  if (utf8Length(JSON.stringify(payload)) > limits.maxFrameBytes - envelopeBytes) {
    const message = `Payload is over ${limits.maxFrameBytes - envelopeBytes} bytes when it is sent on`;
    return fail({ code: "message-too-large", field: "payload", message });
  }
  // Cloned by way of JSON: an own member called __proto__ stays a member and sets no prototype.
  return ok(JSON.parse(JSON.stringify(payload)) as T);
}

/** Room for `type`, `from` and `to` around a payload, so that what was taken in can be sent on. */
const envelopeBytes = 256;

function isBounded(value: unknown, depth: number): value is Json {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((member) => isBounded(member, depth - 1));
}
