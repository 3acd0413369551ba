import { limits } from "@lectern/protocol/limits";
import type { Frame } from "./frame.ts";

/** Where frames go while there is a socket. */
export interface Outlet {
  send(frame: Buffer): void;
}

interface Kept {
  readonly frame: Frame;
  readonly seq: number;
}

/**
 * The way out to one seat. That of a resumable seat counts its messages and keeps
 * those that its client has not shown to have, so that none is missing after a break.
 *
 * It keeps the newest, at most `limits.maxKeptMessages` and `limits.maxKeptBytes`.
 */
export class Outbox {
  readonly isResumable: boolean;
  #outlet: Outlet | null;
  #lastSeq = 0;
  #kept: Kept[] = [];
  #keptBytes = 0;

  constructor(outlet: Outlet, isResumable: boolean) {
    this.#outlet = outlet;
    this.isResumable = isResumable;
  }

  /** The number of the last message. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  get keptBytes(): number {
    return this.#keptBytes;
  }

  send(frame: Frame): void {
    if (!this.isResumable) return this.#outlet?.send(frame.plain);
    this.#lastSeq += 1;
    this.#keep({ frame, seq: this.#lastSeq });
    this.#outlet?.send(frame.numbered(this.#lastSeq));
  }

  /** The client has everything up to here: it answered a ping that came after it, on the same socket. */
  acknowledge(seq: number): void {
    const unknown = this.#kept.findIndex((kept) => kept.seq > seq);
    this.#drop(unknown < 0 ? this.#kept.length : unknown);
  }

  /** Whether all that came after a number is still here. */
  hasAllSince(seq: number): boolean {
    return seq <= this.#lastSeq && seq >= this.#lastSeq - this.#kept.length;
  }

  detach(): void {
    this.#outlet = null;
  }

  /** Goes on over another socket, which gets first what it missed. */
  attach(outlet: Outlet, lastSeq: number): void {
    this.#outlet = outlet;
    this.acknowledge(lastSeq);
    for (const { frame, seq } of this.#kept) outlet.send(frame.numbered(seq));
  }

  #keep(message: Kept): void {
    this.#kept.push(message);
    this.#keptBytes += message.frame.bytes;
    while (this.#kept.length > limits.maxKeptMessages || this.#keptBytes > limits.maxKeptBytes) {
      this.#drop(1);
    }
  }

  #drop(oldest: number): void {
    for (const { frame } of this.#kept.splice(0, oldest)) this.#keptBytes -= frame.bytes;
  }
}
