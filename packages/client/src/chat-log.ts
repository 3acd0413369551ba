import type { Participant, ServerMessage } from "@lectern/protocol/messages";
import type { ChatLine } from "./state.ts";

export type ChatMessage = Extract<ServerMessage, { readonly type: "chat" }>;

/** An own line before the server has it; `ref` is how its echo will be known. */
export interface Draft {
  readonly ref: string;
  readonly self: Participant;
  readonly message: string;
  /** ms since the epoch. */
  readonly sentAt: number;
  /** Whether there was an open socket to put it on. */
  readonly isSent: boolean;
}

export function addDraft(
  lines: readonly ChatLine[],
  { ref, self, message, sentAt, isSent }: Draft,
): readonly ChatLine[] {
  const { id: from, name } = self;
  const delivery = isSent ? "pending" : "failed";
  return [...lines, { id: ref, ref, from, name, message, sentAt, isOwn: true, delivery }];
}

/** The line that the server's message stands for. */
export function lineOf(chat: ChatMessage, self: Participant | null): ChatLine {
  const { id, from, name, message, sentAt, ref } = chat;
  const isOwn = from === self?.id;
  return { id, ref: ref ?? null, from, name, message, sentAt, isOwn, delivery: "sent" };
}

/** Adds a line once, in the server's order; the draft that it is the echo of makes room for it. */
export function addLine(lines: readonly ChatLine[], line: ChatLine): readonly ChatLine[] {
  if (lines.some(({ id }) => id === line.id)) return lines;
  const isDraft = ({ id, delivery }: ChatLine) =>
    line.isOwn && delivery !== "sent" && id === line.ref;
  return [...lines.filter((known) => !isDraft(known)), line];
}

/** Gives up the pending lines, or the one with that `ref`: no echo will come. */
export function failPending(lines: readonly ChatLine[], ref?: string): readonly ChatLine[] {
  const isLost = (line: ChatLine) =>
    line.delivery === "pending" && (ref === undefined || line.ref === ref);
  if (!lines.some(isLost)) return lines;
  return lines.map((line) => (isLost(line) ? { ...line, delivery: "failed" } : line));
}
