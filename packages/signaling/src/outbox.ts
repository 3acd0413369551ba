import { limits } from "@lectern/protocol/limits";

/** A message as it goes out, made once for all who get it. */
export interface Frame {
  /** A JSON object. */
  readonly text: string;
  /** Of UTF-8. */
  readonly bytes: number;
}

/** Where frames go while there is a socket. */
export interface Outlet {
  send(text: string): void;
}

interface Kept extends Frame {
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
    if (!this.isResumable) return this.#outlet?.send(frame.text);
    this.#lastSeq += 1;
    const text = `${frame.text.slice(0, -1)},"seq":${this.#lastSeq}}`;
    this.#keep({ text, bytes: frame.bytes, seq: this.#lastSeq });
    this.#outlet?.send(text);
  }

  /** The client has everything up to here: it answered a ping that came after it, on the same socket. */
  acknowledge(seq: number): void {
    while (this.#kept[0] && this.#kept[0].seq <= seq) this.#dropOldest();
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
    for (const { text } of this.#kept) outlet.send(text);
  }

  #keep(message: Kept): void {
    this.#kept.push(message);
    this.#keptBytes += message.bytes;
    while (this.#kept.length > limits.maxKeptMessages || this.#keptBytes > limits.maxKeptBytes) {
      this.#dropOldest();
    }
  }

  #dropOldest(): void {
    this.#keptBytes -= this.#kept.shift()?.bytes ?? 0;
  }
}
