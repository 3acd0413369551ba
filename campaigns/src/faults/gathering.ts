import { setTimeout as sleep } from "node:timers/promises";
import type { ParticipantId, Role, RoomId } from "@lectern/protocol/ids";
import { ContractClient } from "../client/contract-client.ts";
import { TcpProxy } from "../client/tcp-proxy.ts";
import type { FaultSpan, History } from "../history/recorded.ts";
import { actorId, roomId } from "../support/ids.ts";
import type { Lectern } from "../support/lectern.ts";
import { mint } from "../support/mint.ts";
import type { Random } from "../support/random.ts";
import { until } from "../support/until.ts";

/** One participant, with a network of its own. */
export interface Participant {
  readonly client: ContractClient;
  readonly proxy: TcpProxy;
}

export interface GatheringOptions {
  readonly lectern: Lectern;
  readonly rooms: number;
  /** In each room: one teacher, the others students. */
  readonly size: number;
  readonly random: Random;
  /** How many of the students are plain clients, from 0 to 1. */
  readonly plainShare?: number;
}

/** Messages of one participant a second. */
const talkRate = 0.6;
const talkEveryMs = 100;
/** So long after everything is well again is the history closed. */
const quietMs = 5_200;

let names = 0;

/** Rooms full of participants who talk, and the history of what they see. */
export class Gathering {
  readonly participants: Participant[] = [];
  readonly #options: GatheringOptions;
  readonly #faults: FaultSpan[] = [];
  #talk: NodeJS.Timeout | undefined;
  #bodies = 0;

  private constructor(options: GatheringOptions) {
    this.#options = options;
  }

  /** Opens the rooms and waits until everybody is in. */
  static async open(options: GatheringOptions): Promise<Gathering> {
    const gathering = new Gathering(options);
    const { rooms, size, random, plainShare = 0.2 } = options;
    for (let room = 0; room < rooms; room += 1) {
      names += 1;
      const id = roomId(names);
      for (let place = 0; place < size; place += 1) {
        const role = place === 0 ? "teacher" : "student";
        const isResumable = role === "teacher" || !random.chance(plainShare);
        gathering.participants.push(await gathering.#admit(id, role, isResumable));
      }
    }
    await gathering.allIn();
    return gathering;
  }

  get isAllIn(): boolean {
    return this.participants.every(
      ({ client }) => client.isSeated && client.roster.size === this.#options.size,
    );
  }

  /** Who has to be in the roster of the participant at that place. */
  expected(at: number): ReadonlySet<ParticipantId> {
    const room = this.participants[at]?.client.history.room;
    const histories = this.participants.map(({ client }) => client.history);
    return new Set(histories.filter((one) => one.room === room).map(({ actor }) => actor));
  }

  /**
   * Waits until everybody has a seat and sees everybody.
   *
   * @throws {Error} if that does not come about, with who is missing
   */
  allIn(): Promise<void> {
    return until(
      () => this.isAllIn,
      () => `everybody to be in: ${this.#missing()}`,
      60_000,
    );
  }

  startTalking(): void {
    this.#talk = setInterval(() => {
      for (const { client } of this.participants) this.#maybeSay(client);
    }, talkEveryMs);
  }

  stopTalking(): void {
    clearInterval(this.#talk);
  }

  /** Notes that something is broken on purpose, until the function that is given back is called. */
  beginFault(kind: string, participant: Participant | null = null): () => void {
    const from = performance.now();
    return () => {
      const client = participant?.client.history ?? null;
      this.#faults.push({ kind, from, to: performance.now(), client });
    };
  }

  /** Lets things come to rest, and closes the history; tells who has not come back by then. */
  async rest(): Promise<{ readonly history: History; readonly complaints: readonly string[] }> {
    this.stopTalking();
    const complaints = await this.allIn().then(
      () => [],
      (error) => [String(error)],
    );
    // What was said before this is known to have been taken in once this comes back.
    for (const { client } of this.participants) client.chat(this.#newBody("last"));
    await sleep(quietMs);
    const clients = this.participants.map(({ client }) => client.history);
    const history = { clients, faults: this.#faults, endedAt: performance.now() };
    return { history, complaints };
  }

  async close(): Promise<void> {
    this.stopTalking();
    for (const { client } of this.participants) client.close();
    await Promise.all(this.participants.map(({ proxy }) => proxy.close()));
  }

  async #admit(room: RoomId, role: Role, isResumable: boolean): Promise<Participant> {
    names += 1;
    const actor = actorId(role, names);
    const proxy = await TcpProxy.listen(this.#options.lectern.signalingPort);
    const client = new ContractClient({
      url: `ws://127.0.0.1:${proxy.port}/ws/conference`,
      actor,
      room,
      mint: () => mint(actor, room),
      isResumable,
      random: this.#options.random,
    });
    client.open();
    return { client, proxy };
  }

  #maybeSay(client: ContractClient): void {
    const { random } = this.#options;
    if (!client.isSeated || !random.chance((talkRate * talkEveryMs) / 1000)) return;
    const others = [...client.roster.keys()].filter((id) => id !== client.history.actor);
    if (others.length === 0 || random.chance(0.3)) client.chat(this.#newBody("chat"));
    else this.#signal(client, random.pick(others));
  }

  #signal(client: ContractClient, to: ParticipantId): void {
    if (this.#options.random.chance(0.2)) {
      const sdp = `${this.#newBody("offer")}\r\n${"a=filler\r\n".repeat(150)}`;
      client.signal(to, { type: "offer", payload: { type: "offer", sdp } });
    } else {
      const candidate = this.#newBody("candidate");
      client.signal(to, { type: "ice-candidate", payload: { candidate } });
    }
  }

  /** A text that no other message of this gathering has. */
  #newBody(kind: string): string {
    this.#bodies += 1;
    return `${kind} ${this.#bodies}`;
  }

  #missing(): string {
    return this.participants
      .filter(({ client }) => !client.isSeated || client.roster.size !== this.#options.size)
      .map(({ client }) => `${client.history.actor} sees ${client.roster.size}`)
      .join(", ");
  }
}
