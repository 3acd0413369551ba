import { isDeepStrictEqual } from "node:util";
import { parseClientMessage } from "@lectern/protocol/client-message";
import { openErrorCodes } from "@lectern/protocol/codes";
import { limits } from "@lectern/protocol/limits";
import type { ClientMessage } from "@lectern/protocol/messages";
import type { Refusal } from "@lectern/protocol/refusal";

/** What is wrong with how a frame is read; `null` when nothing is. */
export function checkFrame(text: string): string | null {
  const read = parseClientMessage(text);
  return read.ok ? checkMessage(read.value, text) : checkRefusal(read.error);
}

function checkMessage(message: ClientMessage, text: string): string | null {
  const written = JSON.stringify(message);
  const again = parseClientMessage(written);
  if (!again.ok) return `refuses what it has read itself: ${again.error.message}`;
  if (JSON.stringify(again.value) !== written) return "reads another message out of its own";
  return checkMembers(message, JSON.parse(text)) ?? checkSizes(message);
}

/** Every member read is one of the contract's, and says what the sender wrote. */
function checkMembers(
  message: ClientMessage,
  sent: Readonly<Record<string, unknown>>,
): string | null {
  for (const [name, value] of Object.entries(message)) {
    if (!named.has(name)) return `lets the member ${name} pass`;
    const isKept = name === "links" ? areLinksOf(value, sent[name]) : isSame(value, sent[name]);
    if (!isKept) return `changes the member ${name}`;
  }
  return null;
}

/** What a link says beyond the contract is left out; the rest is what its sender wrote. */
function areLinksOf(read: unknown, sent: unknown): boolean {
  if (!Array.isArray(read) || !Array.isArray(sent) || read.length !== sent.length) return false;
  return read.every((link, at) =>
    Object.entries(link).every(([name, value]) => isSame(value, sent[at][name])),
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(asJson(one), asJson(other));
}

/** As it goes over the wire: `-0` is 0 there. */
function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

const named = new Set([
  ...["type", "ref", "roomId", "token", "resumable", "instance", "sessionId", "secret", "lastSeq"],
  ...["to", "payload", "negotiation", "message", "accepts", "peer", "links"],
]);

/** T4: what is relayed stays within the contract's sizes. */
function checkSizes(message: ClientMessage): string | null {
  switch (message.type) {
    case "offer":
    case "answer":
      return Buffer.byteLength(message.payload.sdp) > limits.maxSdpBytes
        ? "lets a long SDP pass"
        : null;
    case "ice-candidate": {
      const { candidate } = message.payload ?? { candidate: "" };
      if (Buffer.byteLength(candidate) > limits.maxCandidateBytes)
        return "lets a long candidate pass";
      return /[\r\n]/.test(candidate) ? "lets a candidate of two lines pass" : null;
    }
    case "chat":
      return [...message.message].length > limits.maxChatLength ? "lets a long chat pass" : null;
    default:
      return null;
  }
}

function checkRefusal({ code, message, ref }: Refusal): string | null {
  if (!openErrorCodes.includes(code)) return `refuses with the unknown code ${code}`;
  if (message === "" || message.length > 512) return `refuses in ${message.length} characters`;
  return ref !== undefined && ref.length > limits.maxRefLength ? "gives a long ref back" : null;
}
