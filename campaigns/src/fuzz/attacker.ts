import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import { type ClientSocket, openSocket } from "../client/socket.ts";
import { mint } from "../support/mint.ts";
import type { Random } from "../support/random.ts";
import { disguise, fuzzedFrame } from "./fuzzed-frame.ts";
import { type Draft, validTalk } from "./valid-messages.ts";

/** What the attackers of a run have seen together. */
export interface Tally {
  /** Frames sent. */
  sent: number;
  /** Chats and signals received whose true sender is known. */
  delivered: number;
  /** Closes by code. */
  readonly closes: Map<number, number>;
  readonly faults: string[];
}

export interface AttackerOptions {
  readonly url: string;
  readonly actor: ParticipantId;
  readonly room: RoomId;
  /** Who else is in the room, for directed messages. */
  readonly peers: ReadonlySet<ParticipantId>;
  readonly random: Random;
  readonly tally: Tally;
}

/** The server has to answer within this, whatever came before. */
const answerMs = 10_000;

/** One seat from which hostile frames are sent, until the server closes it. */
export class Attacker {
  readonly #options: AttackerOptions;
  readonly #socket: ClientSocket;
  #waitingFor: { readonly sign: string; readonly resolve: () => void } | null = null;
  #fences = 0;
  #isClosed = false;

  constructor(options: AttackerOptions) {
    this.#options = options;
    this.#socket = openSocket(options.url, {
      opened: () => this.#join(),
      text: (text) => this.#received(text),
      closed: (code) => this.#closed(code),
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when the seat is taken, or the socket closed. */
  joined(): Promise<void> {
    return this.#await('"type":"joined"', "a join");
  }

  /** Sends so many frames, then waits until they have been handled. */
  async send(count: number): Promise<void> {
    const { tally } = this.#options;
    for (let sent = 0; sent < count && !this.#isClosed; sent += 1) {
      this.#socket.send(this.#frame());
      tally.sent += 1;
    }
    if (this.#isClosed) return;
    this.#fences += 1;
    const fence = `fence ${this.#options.actor} ${this.#fences}`;
    this.#socket.send(JSON.stringify({ type: "chat", message: fence }));
    await this.#await(fence, "a chat behind hostile frames");
  }

  close(): void {
    this.#socket.abandon();
    this.#isClosed = true;
  }

  #join(): void {
    const { actor, room } = this.#options;
    this.#socket.send(JSON.stringify({ type: "join", roomId: room, token: mint(actor, room) }));
  }

  /** Most frames are good enough to be delivered, and say that they are from somebody else. */
  #frame(): string {
    const { random, actor, peers } = this.#options;
    const others = [...peers].filter((other) => other !== actor);
    const peer = others.length > 0 ? random.pick(others) : "teacher-1";
    if (random.chance(0.02)) return fuzzedFrame(random);
    const text = JSON.stringify(disguise(marked(validTalk(random, peer), actor), random));
    if (random.chance(0.7)) return text;
    const lie = `"from":"teacher-1","role":"teacher"`;
    return random.chance(0.5) ? text.replace("{", `{${lie},`) : text.replace(/\}$/, `,${lie}}`);
  }

  #received(text: string): void {
    const { tally } = this.#options;
    const message: unknown = JSON.parse(text);
    if (text.includes('"code":"internal"')) tally.faults.push(`internal error: ${text}`);
    const from = senderOf(message);
    const [, truth] = /\[by ([\w-]+)\]/.exec(text) ?? [];
    if (from !== null && truth !== undefined) {
      tally.delivered += 1;
      if (from !== truth) tally.faults.push(`${truth} spoke as ${from}: ${text.slice(0, 500)}`);
    }
    if (this.#waitingFor && text.includes(this.#waitingFor.sign)) this.#waitingFor.resolve();
  }

  #closed(code: number): void {
    const { closes } = this.#options.tally;
    closes.set(code, (closes.get(code) ?? 0) + 1);
    this.#isClosed = true;
    this.#waitingFor?.resolve();
  }

  async #await(sign: string, what: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waitingFor = { sign, resolve };
    const limit = setTimeout(() => {
      this.#options.tally.faults.push(`${what} was not answered in ${answerMs} ms`);
      this.close();
      resolve();
    }, answerMs);
    if (this.#isClosed) resolve();
    await promise;
    clearTimeout(limit);
    this.#waitingFor = null;
  }
}

/** Writes its true sender into what a message carries, where the server changes nothing. */
function marked(draft: Draft, sender: ParticipantId): Draft {
  const mark = `[by ${sender}]`;
  const { type, payload } = draft;
  if (type === "chat") return { ...draft, message: `Hello ${mark}` };
  if (type === "ice-candidate") return { ...draft, payload: { candidate: `candidate:1 ${mark}` } };
  const { sdp } = payload as { readonly sdp: string };
  return { ...draft, payload: { type, sdp: `${sdp}a=note:${mark}\r\n` } };
}

function senderOf(message: unknown): string | null {
  if (typeof message !== "object" || message === null || !("from" in message)) return null;
  return String(message.from);
}
