import { limits } from "@lectern/protocol/limits";
import type { ClientMessage, Participant } from "@lectern/protocol/messages";
import { isWithinLength } from "@lectern/protocol/text";
import { addDraft, addLine, type ChatMessage, failPending, lineOf } from "./chat-log.ts";
import type { ChatLine } from "./state.ts";

export interface ChatOptions {
  /** Begins every `ref`, so that no two pages give the same. */
  readonly prefix: string;
  readonly now: () => number;
  readonly send: (message: ClientMessage) => boolean;
  readonly onChange: (lines: readonly ChatLine[]) => void;
}

/** What is said in writing: sends lines and keeps those of everybody. */
export class Chat {
  readonly #options: ChatOptions;
  #lastRef = 0;
  #lines: readonly ChatLine[] = [];

  constructor(options: ChatOptions) {
    this.#options = options;
  }

  /** @throws {RangeError} if the message is empty or too long */
  say(message: string, self: Participant): string {
    if (message === "" || !isWithinLength(message, limits.maxChatLength)) {
      throw new RangeError(
        `Cannot send ${message.length} characters: 1 to ${limits.maxChatLength}`,
      );
    }
    this.#lastRef += 1;
    const { prefix, now, send } = this.#options;
    const ref = `${prefix}-${this.#lastRef}`;
    const isSent = send({ type: "chat", message, ref });
    this.#change(addDraft(this.#lines, { ref, self, message, sentAt: now(), isSent }));
    return ref;
  }

  /** @returns the line, if it is new */
  take(message: ChatMessage, self: Participant | null): ChatLine | null {
    const line = lineOf(message, self);
    const before = this.#lines;
    this.#change(addLine(before, line));
    return this.#lines === before ? null : line;
  }

  /** Gives up the pending lines, or the one with that `ref`: no echo will come. */
  fail(ref?: string): void {
    this.#change(failPending(this.#lines, ref));
  }

  #change(lines: readonly ChatLine[]): void {
    if (lines === this.#lines) return;
    this.#lines = lines;
    this.#options.onChange(lines);
  }
}
