import { backOffMs } from "@lectern/client/backoff";
import { mayComeBack } from "@lectern/protocol/codes";
import {
  type InstanceId,
  type ParticipantId,
  parseInstanceId,
  type RoomId,
} from "@lectern/protocol/ids";
import type { ClientMessage, Numbered, ServerMessage, Signal } from "@lectern/protocol/messages";
import { parseServerMessage } from "@lectern/protocol/server-message";
import type { ClientHistory, Recorded } from "../history/recorded.ts";
import { type Roster, rosterAfter } from "../history/roster.ts";
import type { Random } from "../support/random.ts";
import { type ClientSocket, openSocket } from "./socket.ts";

export interface ContractClientOptions {
  readonly url: string;
  readonly actor: ParticipantId;
  readonly room: RoomId;
  /** A token, made anew for each join. */
  readonly mint: () => string;
  /** `false`: a plain client, which knows the original description only. */
  readonly isResumable: boolean;
  readonly random: Random;
  /** Whether it writes down what it does and sees; not in a run of hours. */
  readonly keepsHistory?: boolean;
}

/** What a seat is resumed by. */
interface Key {
  readonly sessionId: string;
  readonly secret: string;
}

/** How long an attempt may take from opening a socket to having a seat, as in the browser library. */
const attemptLimitMs = 15_000;

let clients = 0;

/**
 * A participant without a browser that does what the contract asks of a client,
 * comes back by itself, and writes down all that it sends and receives.
 */
export class ContractClient {
  readonly history: ClientHistory;
  readonly #events: Recorded[] = [];
  readonly #options: ContractClientOptions;
  readonly #instance: InstanceId;
  #socket: ClientSocket | null = null;
  #key: Key | null = null;
  #lastSeq = 0;
  #isSeated = false;
  #comesBack = true;
  #roster: Roster = new Map();
  #refs = 0;
  #failures = 0;
  /** What the server asked to wait before the next attempt, in ms. */
  #retryAfterMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ContractClientOptions) {
    const { actor, room, isResumable } = options;
    clients += 1;
    const instance = parseInstanceId(`i${clients}`);
    if (!instance) throw new TypeError("Cannot name an instance");
    this.#options = options;
    this.#instance = instance;
    this.history = { actor, room, isResumable, events: this.#events };
  }

  /** Whether an open socket holds the seat. */
  get isSeated(): boolean {
    return this.#isSeated;
  }

  get roster(): Roster {
    return this.#roster;
  }

  open(): void {
    this.#timer = setTimeout(() => this.breakOff(), attemptLimitMs);
    const socket = openSocket(this.#options.url, {
      opened: () => this.#opened(),
      text: (text) => this.#received(text),
      closed: (code) => this.#closed(code),
    });
    this.#socket = socket;
  }

  /** @returns whether it could be sent */
  chat(message: string): boolean {
    return this.#isSeated && this.#send({ type: "chat", message });
  }

  signal(to: ParticipantId, signal: Signal): boolean {
    return this.#isSeated && this.#send({ ...signal, to });
  }

  endMeeting(): boolean {
    return this.#isSeated && this.#send({ type: "meeting-ended" });
  }

  leave(): boolean {
    this.stayAway();
    return this.#isSeated && this.#send({ type: "leave" });
  }

  /** Does not come back once its socket is gone, in whatever way it goes. */
  stayAway(): void {
    this.#comesBack = false;
  }

  /** Breaks its own connection without a word, and comes back. */
  breakOff(): void {
    if (!this.#socket) return;
    this.#socket.abandon();
    this.#closed(1006);
  }

  /** Goes for good; may be called twice. */
  close(): void {
    clearTimeout(this.#timer);
    this.#isSeated = false;
    this.#socket?.close();
    this.#socket = null;
  }

  #opened(): void {
    this.#record({ type: "opened" });
    if (this.#key) this.#resume(this.#key);
    else this.#join();
  }

  #join(): void {
    const { room: roomId, mint, isResumable } = this.#options;
    const join = { type: "join", roomId, token: mint() } as const;
    this.#send(isResumable ? { ...join, resumable: true, instance: this.#instance } : join);
  }

  #resume(key: Key): void {
    const { room: roomId } = this.#options;
    this.#send({ type: "resume", roomId, ...key, lastSeq: this.#lastSeq });
  }

  #received(text: string): void {
    const read = parseServerMessage(text);
    if (!read.ok) throw new TypeError(`Cannot read "${text.slice(0, 200)}": ${read.error.message}`);
    const message = read.value;
    this.#record({ type: "received", message });
    this.#lastSeq = message.seq ?? this.#lastSeq;
    this.#roster = rosterAfter(this.#roster, message);
    this.#follow(message);
  }

  #follow(message: ServerMessage & Numbered): void {
    if (message.type === "joined") {
      const { sessionId, secret } = message;
      this.#key = sessionId !== undefined && secret !== undefined ? { sessionId, secret } : null;
      this.#settle();
    } else if (message.type === "resumed" && this.#key) {
      this.#key = { ...this.#key, secret: message.secret };
      this.#settle();
    } else if (message.type === "error") {
      this.#retryAfterMs =
        this.#isSeated && message.code !== "draining" ? 0 : (message.retryAfterMs ?? 0);
      if (message.code !== "resume-failed") return;
      this.#key = null;
      this.#join();
    }
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#isSeated = true;
    this.#failures = 0;
    this.#retryAfterMs = 0;
  }

  #closed(code: number): void {
    this.#record({ type: "closed", code });
    clearTimeout(this.#timer);
    this.#isSeated = false;
    this.#socket = null;
    if (this.#comesBack && mayComeBack(code)) this.#wait();
  }

  #wait(): void {
    const ownMs = backOffMs(this.#failures, this.#options.random.unit());
    this.#timer = setTimeout(() => this.open(), Math.max(ownMs, this.#retryAfterMs));
    this.#failures += 1;
  }

  #send(message: ClientMessage): boolean {
    if (!this.#socket) return false;
    this.#refs += 1;
    const referable = { ...message, ref: `r${this.#refs}` };
    this.#record({ type: "sent", message: referable });
    this.#socket.send(JSON.stringify(referable));
    return true;
  }

  #record(event: Happening): void {
    if (this.#options.keepsHistory === false) return;
    this.#events.push({ at: performance.now(), ...event });
  }
}

type Happening = Recorded extends infer Event
  ? Event extends unknown
    ? Omit<Event, "at">
    : never
  : never;
