import { randomBytes } from "node:crypto";
import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import type { Numbered, Participant, ServerMessage } from "@lectern/protocol/messages";
import { parseServerMessage } from "@lectern/protocol/server-message";
import { type Letter, readLetter } from "./letters.ts";
import { Wire, type WireTarget } from "./wire.ts";

/** Who sits here, and by what they come in. */
export interface Enrolment {
  /** Its place among all seats of the load. */
  readonly index: number;
  readonly id: ParticipantId;
  readonly roomId: RoomId;
  /** How many there are in the room when all have come. */
  readonly roomSize: number;
  readonly token: string;
  readonly target: WireTarget;
  /** Whether it asks for a seat that can be resumed, as the client library does. */
  readonly isResumable: boolean;
}

export interface SeatListener {
  readonly letter: (seat: Seat, letter: Letter, text: string) => void;
  /** The seat or its roster is another now. */
  readonly changed: () => void;
  readonly fault: (text: string) => void;
}

/** How an attempt to get in ended. */
export type Entry = "joined" | "resumed" | "failed";

/** How long an attempt may take in the client library, in ms. */
const attemptLimitMs = 15_000;

type State =
  | { readonly type: "out" }
  | { readonly type: "entering"; readonly wire: Wire; readonly done: (entry: Entry) => void }
  | { readonly type: "in"; readonly wire: Wire };

interface Session {
  readonly sessionId: string;
  readonly secret: string;
}

/** One participant of the load: joins, keeps the roster, counts what the server counts. */
export class Seat {
  readonly enrolment: Enrolment;
  readonly #listener: SeatListener;
  readonly #instance = randomBytes(16).toString("base64url");
  readonly #roster = new Set<ParticipantId>();
  #state: State = { type: "out" };
  #refusal = "no answer";
  #session: Session | null = null;
  #lastSeq = 0;

  constructor(enrolment: Enrolment, listener: SeatListener) {
    this.enrolment = enrolment;
    this.#listener = listener;
  }

  get isIn(): boolean {
    return this.#state.type === "in";
  }

  get hasWholeRoster(): boolean {
    return this.isIn && this.#roster.size === this.enrolment.roomSize - 1;
  }

  /** The last word of the server to one that it did not let in. */
  get refusal(): string {
    return this.#refusal;
  }

  /** Tries once to get in: by the seat that is held, or by a join. */
  enter(): Promise<Entry> {
    return new Promise((resolve) => {
      const limit = setTimeout(() => this.#fail(), attemptLimitMs);
      const wire = new Wire(this.enrolment.target, {
        open: () => (this.#session === null ? this.#join() : this.#resume(this.#session)),
        text: (text) => this.#receive(text),
        closed: (code) => this.#closed(code),
      });
      const done = (entry: Entry) => {
        clearTimeout(limit);
        this.#state = entry === "failed" ? { type: "out" } : { type: "in", wire };
        resolve(entry);
        this.#listener.changed();
      };
      this.#state = { type: "entering", wire, done };
    });
  }

  /** Sends a frame that is encoded already. */
  write(frame: Buffer): void {
    if (this.#state.type === "in") this.#state.wire.write(frame);
  }

  /** Breaks the connection without a word. */
  cut(): void {
    if (this.#state.type !== "out") this.#state.wire.cut();
    this.#state = { type: "out" };
  }

  #join(): void {
    const { roomId, token, isResumable } = this.enrolment;
    const more = isResumable ? { resumable: true, instance: this.#instance } : {};
    this.#send({ type: "join", roomId, token, ...more });
  }

  #resume(session: Session): void {
    const { roomId } = this.enrolment;
    this.#send({ type: "resume", roomId, ...session, lastSeq: this.#lastSeq });
  }

  #send(message: object): void {
    if (this.#state.type !== "out") this.#state.wire.send(JSON.stringify(message));
  }

  #receive(text: string): void {
    const letter = readLetter(text);
    if (letter !== null) {
      this.#count(letter.seq);
      return this.#listener.letter(this, letter, text);
    }
    const message = parseServerMessage(text);
    if (!message.ok) return this.#fault(`got what cannot be read: ${text.slice(0, 200)}`);
    this.#handle(message.value);
  }

  #handle(message: ServerMessage & Numbered): void {
    switch (message.type) {
      case "joined":
        return this.#joined(message);
      case "resumed":
        this.#session = this.#session && { ...this.#session, secret: message.secret };
        return this.#entered("resumed");
      case "peer-joined":
        this.#count(message.seq ?? null);
        return this.#meet(message.peer);
      case "peer-left":
        this.#count(message.seq ?? null);
        if (!this.#roster.delete(message.peerId)) this.#fault(`lost ${message.peerId} twice`);
        return this.#listener.changed();
      case "error":
        return this.#refused(message.code);
      default:
        this.#fault(`got an unexpected ${message.type}`);
    }
  }

  #joined(message: Extract<ServerMessage, { readonly type: "joined" }> & Numbered): void {
    const { self, participants, sessionId, secret, seq = null } = message;
    const isHeld = sessionId !== undefined && secret !== undefined;
    this.#session = isHeld ? { sessionId, secret } : null;
    this.#lastSeq = 0;
    this.#count(seq);
    if (self.id !== this.enrolment.id) this.#fault(`was let in as ${self.id}`);
    this.#roster.clear();
    for (const participant of participants) this.#meet(participant);
    this.#entered("joined");
  }

  #meet({ id }: Participant): void {
    if (this.#roster.has(id) || id === this.enrolment.id) this.#fault(`met ${id} twice`);
    this.#roster.add(id);
    this.#listener.changed();
  }

  /** Holds the server's own count of what it sends to a seat: up by one, without a gap. */
  #count(seq: number | null): void {
    if (this.#session === null && seq === null) return;
    if (seq !== this.#lastSeq + 1) this.#fault(`got number ${seq} after ${this.#lastSeq}`);
    this.#lastSeq = seq ?? this.#lastSeq;
  }

  #refused(code: string): void {
    if (code === "resume-failed" && this.#state.type === "entering") {
      this.#session = null;
      this.#join();
    } else if (this.#state.type === "in") this.#fault(`was told ${code}`);
    else this.#refusal = code;
  }

  #entered(entry: "joined" | "resumed"): void {
    if (this.#state.type === "entering") this.#state.done(entry);
    else this.#fault(`was ${entry} twice`);
  }

  #closed(code: number): void {
    if (this.#state.type === "entering") {
      this.#refusal = `${this.#refusal}, closed with ${code}`;
      this.#state.done("failed");
    } else this.#fault(`was closed with ${code}`);
  }

  #fail(): void {
    if (this.#state.type !== "entering") return;
    this.#state.wire.cut();
    this.#state.done("failed");
  }

  #fault(text: string): void {
    this.#listener.fault(`${this.enrolment.id} of ${this.enrolment.roomId} ${text}`);
  }
}
