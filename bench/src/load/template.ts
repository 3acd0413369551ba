import { randomBytes } from "node:crypto";
import type { ClientMessage } from "@lectern/protocol/messages";
import { encodeFrame, opcodes, payloadStart } from "./frame.ts";
import { type Mark, markLength, writeMark } from "./mark.ts";

/** Stands in a message's text where its mark goes. */
export const markPlace = "M".repeat(markLength);

/** Stands in a message's `to`: ids of the load are all this long. */
export const toPlace = "student-00000";

/** A message encoded once, of which each frame is a copy with its own receiver and mark. */
export interface Template {
  readonly type: "offer" | "answer" | "ice-candidate" | "chat";
  readonly frame: Buffer;
  readonly mask: Uint8Array;
  readonly payloadAt: number;
  /** Where these stand in the payload; more than one mark is possible, and no receiver in a chat. */
  readonly marksAt: readonly number[];
  readonly toAt: number | null;
  /** The text of what is relayed, marks in place: the `payload` or `message`. */
  readonly content: string;
}

type Letter = Extract<ClientMessage, { readonly type: Template["type"] }>;

/** @param message has {@link markPlace} in it, and {@link toPlace} as its `to` */
export function makeTemplate(message: Letter): Template {
  const text = JSON.stringify(message);
  const mask = Uint8Array.from(randomBytes(4), (byte) => byte | 1);
  const to = text.indexOf(`"to":"${toPlace}"`);
  return {
    type: message.type,
    frame: encodeFrame(opcodes.text, Buffer.from(text), mask),
    mask,
    payloadAt: payloadStart(text.length),
    marksAt: [...text.matchAll(new RegExp(markPlace, "g"))].map(({ index }) => index),
    toAt: to < 0 ? null : to + '"to":"'.length,
    content: JSON.stringify(message.type === "chat" ? message.message : message.payload),
  };
}

/** The frame of one message. */
export function fill(template: Template, to: string | null, mark: Mark): Buffer {
  const frame = Buffer.allocUnsafe(template.frame.length);
  template.frame.copy(frame);
  const text = writeMark(mark);
  for (const at of template.marksAt) patch(template, frame, { at, text });
  if (to !== null && template.toAt !== null)
    patch(template, frame, { at: template.toAt, text: to });
  return frame;
}

interface Patch {
  readonly at: number;
  readonly text: string;
}

function patch({ payloadAt, mask }: Template, frame: Buffer, { at, text }: Patch): void {
  for (let next = 0; next < text.length; next += 1) {
    frame[payloadAt + at + next] = text.charCodeAt(next) ^ (mask[(at + next) & 3] ?? 0);
  }
}
