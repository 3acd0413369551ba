import { limits } from "@lectern/protocol/limits";
import type { Frame } from "./frame.ts";
import { KeptFrames } from "./kept-frames.ts";

/** Where frames go while there is a socket. */
export interface Outlet {
  /** What the client has not taken yet. */
  readonly unsentBytes: number;
  send(frame: Buffer): void;
  /** Asks the client whether it has everything up to a number: its answer comes back as an acknowledgement. */
  probe(seq: number): void;
}

/** So much may go out without the client's word that it has it. */
const maxUnprobedMessages = 32;
const maxUnprobedBytes = 32 * 1024;

/** Who has left more than this unread is shown nothing. */
const maxBacklogBytes = 32 * 1024;

/**
 * The way out to one seat. That of a resumable seat counts its messages and keeps
 * those that its client has not shown to have, so that none is missing after a break.
 *
 * It keeps the newest, at most `limits.maxKeptMessages` and `limits.maxKeptBytes`, and
 * asks the client often enough to keep few.
 */
export class Outbox {
  readonly isResumable: boolean;
  #outlet: Outlet | null;
  #lastSeq = 0;
  readonly #kept = new KeptFrames();
  #unprobedMessages = 0;
  #unprobedBytes = 0;

  constructor(outlet: Outlet, isResumable: boolean) {
    this.#outlet = outlet;
    this.isResumable = isResumable;
  }

  /** The number of the last message. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  get keptBytes(): number {
    return this.#kept.bytes;
  }

  send(frame: Frame): void {
    if (!this.isResumable) return this.#outlet?.send(frame.plain);
    this.#lastSeq += 1;
    const bytes = frame.numbered(this.#lastSeq, this.#kept.add);
    this.#bound();
    if (!this.#outlet) return;
    this.#outlet.send(bytes);
    this.#unprobedMessages += 1;
    this.#unprobedBytes += bytes.length;
    const isDue =
      this.#unprobedMessages >= maxUnprobedMessages || this.#unprobedBytes >= maxUnprobedBytes;
    if (isDue) this.probe();
  }

  /** Sends what is worth something now or never: it is neither counted nor kept, and goes out to who keeps up. */
  show(frame: Buffer): void {
    if (this.#outlet && this.#outlet.unsentBytes <= maxBacklogBytes) this.#outlet.send(frame);
  }

  /** Asks the client for its word on all that went out so far. */
  probe(): void {
    this.#unprobedMessages = 0;
    this.#unprobedBytes = 0;
    this.#outlet?.probe(this.#lastSeq);
  }

  /** The client has everything up to here: it answered a probe that came after it, on the same socket. */
  acknowledge(seq: number): void {
    const unknown = Math.max(0, this.#lastSeq - seq);
    while (this.#kept.count > unknown) this.#kept.dropOldest();
  }

  /** Whether all that came after a number is still here. */
  hasAllSince(seq: number): boolean {
    return seq <= this.#lastSeq && seq >= this.#lastSeq - this.#kept.count;
  }

  detach(): void {
    this.#outlet = null;
  }

  /** Goes on over another socket, which gets first what it missed. */
  attach(outlet: Outlet, lastSeq: number): void {
    this.#outlet = outlet;
    this.acknowledge(lastSeq);
    for (const bytes of this.#kept) outlet.send(bytes);
    this.probe();
  }

  #bound(): void {
    const { maxKeptMessages, maxKeptBytes } = limits;
    while (this.#kept.count > maxKeptMessages || this.#kept.bytes > maxKeptBytes) {
      this.#kept.dropOldest();
    }
  }
}
