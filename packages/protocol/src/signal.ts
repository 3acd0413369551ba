import { choice, type Field, integer, type Members, nullable, optional, text } from "./field.ts";
import { limits } from "./limits.ts";
import type { Json } from "./messages.ts";
import { invalidField, type Refusal } from "./refusal.ts";
import { fail, ok, type Result } from "./result.ts";
import {
  type JsonObject,
  objectField,
  readShape,
  type Shape,
  type Shaped,
  shape,
} from "./shape.ts";
import { utf8Length } from "./text.ts";

const sdp = text("an SDP", { min: 1, max: limits.maxSdpBytes, unit: "byte" });
const candidateTag = nullable(text("a string", { max: limits.maxCandidateTagBytes, unit: "byte" }));

/** What an `offer` carries (W3C WebRTC, `RTCSessionDescriptionInit`). */
export const offer = payloadOf("an object { type, sdp }", shape({ type: choice("offer"), sdp }));

/** What an `answer` carries. */
export const answer = payloadOf("an object { type, sdp }", shape({ type: choice("answer"), sdp }));

/** What an `ice-candidate` carries (W3C WebRTC, `RTCIceCandidateInit`; RFC 9429 §3.5.2.1 for its form). */
export const iceCandidate = payloadOf(
  "an ICE candidate",
  shape({
    candidate: text("one line", {
      max: limits.maxCandidateBytes,
      unit: "byte",
      without: /[\r\n]/,
    }),
    sdpMid: optional(candidateTag),
    sdpMLineIndex: optional(nullable(integer("a whole number from 0 to 65535", 0, 65_535))),
    usernameFragment: optional(candidateTag),
  }),
);

/**
 * A payload that one participant sends another.
 *
 * The members that the contract names are checked; the others are carried
 * along as the JSON values they are, within bounds of depth and size, so that
 * what arrives is what was sent.
 */
function payloadOf<M extends Members>(expected: string, shape: Shape<M>): Field<Shaped<M>> {
  return objectField(expected, shape, (payload, path) => {
    const known = readShape(payload, shape, path);
    return known.ok ? withTheRest(known.value, payload, path) : known;
  });
}

function withTheRest<T extends object>(
  known: T,
  payload: JsonObject,
  path: string,
): Result<T, Refusal> {
  if (Object.keys(payload).length === Object.keys(known).length) return ok(known);
  if (!isBounded(payload, limits.maxPayloadDepth)) {
    return fail(
      invalidField(path, `nested at most ${limits.maxPayloadDepth} deep, its numbers finite`),
    );
  }
  if (utf8Length(JSON.stringify(payload)) > limits.maxFrameBytes - envelopeBytes) {
    const message = `Payload is over ${limits.maxFrameBytes - envelopeBytes} bytes when it is sent on`;
    return fail({ code: "message-too-large", field: path, message });
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
