import type { ParticipantId } from "@lectern/protocol/ids";
import { ContractClient } from "../client/contract-client.ts";
import { actorId, roomId } from "../support/ids.ts";
import { mint } from "../support/mint.ts";
import type { Random } from "../support/random.ts";

/** One class: a teacher first, then students. */
interface Lesson {
  readonly name: number;
  readonly clients: ContractClient[];
}

export interface SchoolOptions {
  readonly url: string;
  readonly connections: number;
  readonly random: Random;
}

const classSize = 20;

/** What a participant does by chance, in events a second. */
const rates = { chat: 1 / 30, signal: 1 / 5, breakOff: 1 / 600, replace: 1 / 600 } as const;
/** How often one of the lessons is ended and another begins, in lessons a second. */
const endingsPerSecond = 1 / 60;

/** A school that goes about its day: talks, loses its network, comes and goes, ends lessons and begins others. */
export class School {
  readonly #options: SchoolOptions;
  readonly #lessons: Lesson[] = [];
  readonly #counts = { sent: 0, breaks: 0, replaced: 0, ended: 0 };
  #names = 0;

  constructor(options: SchoolOptions) {
    this.#options = options;
  }

  get counts(): Readonly<Record<"sent" | "breaks" | "replaced" | "ended", number>> {
    return this.#counts;
  }

  get seated(): number {
    return this.#clients().filter(({ isSeated }) => isSeated).length;
  }

  /** Lets one more lesson begin, if there is room for it; says whether there was. */
  beginLesson(): boolean {
    const size = Math.min(classSize, this.#options.connections - this.#clients().length);
    if (size <= 0) return false;
    this.#names += 1;
    const lesson: Lesson = { name: this.#names, clients: [] };
    for (let place = 0; place < size; place += 1) lesson.clients.push(this.#open(lesson, place));
    this.#lessons.push(lesson);
    return true;
  }

  /** Does what falls into so many seconds. */
  live(seconds: number): void {
    for (const lesson of this.#lessons) {
      for (const client of lesson.clients) this.#act(lesson, client, seconds);
    }
    if (this.#options.random.chance(endingsPerSecond * seconds)) this.#end();
  }

  close(): void {
    for (const client of this.#clients()) client.close();
    this.#lessons.length = 0;
  }

  #act(lesson: Lesson, client: ContractClient, seconds: number): void {
    const { random } = this.#options;
    const does = (rate: number): boolean => random.chance(rate * seconds);
    if (!client.isSeated) return;
    if (does(rates.chat))
      this.#counts.sent += Number(client.chat("x".repeat(1 + random.below(200))));
    if (does(rates.signal)) this.#signal(client);
    if (does(rates.breakOff)) {
      this.#counts.breaks += 1;
      client.breakOff();
    } else if (does(rates.replace)) this.#replace(lesson, client);
  }

  #signal(client: ContractClient): void {
    const { random } = this.#options;
    const to: ParticipantId = random.pick([...client.roster.keys()]);
    const candidate = `candidate:1 1 udp 1 192.0.2.1 ${random.below(65_536)} typ host`;
    if (client.signal(to, { type: "ice-candidate", payload: { candidate } }))
      this.#counts.sent += 1;
  }

  /** Somebody leaves, and somebody else comes. */
  #replace(lesson: Lesson, client: ContractClient): void {
    const place = lesson.clients.indexOf(client);
    client.leave();
    this.#counts.replaced += 1;
    lesson.clients[place] = this.#open(lesson, place);
  }

  /** A teacher ends the meeting, which sends all of its clients away, and another lesson begins. */
  #end(): void {
    const [lesson] = this.#lessons;
    const [teacher] = lesson?.clients ?? [];
    if (!lesson || !teacher?.endMeeting()) return;
    // Who came back, with a token of after the end, would be in a lesson that nobody closes.
    for (const client of lesson.clients) {
      if (client.isSeated) client.stayAway();
      else client.close();
    }
    this.#counts.ended += 1;
    this.#lessons.shift();
    this.beginLesson();
  }

  #open({ name }: Lesson, place: number): ContractClient {
    this.#names += 1;
    const { url, random } = this.#options;
    const actor = actorId(place === 0 ? "teacher" : "student", this.#names);
    const room = roomId(name);
    const client = new ContractClient({
      url,
      actor,
      room,
      mint: () => mint(actor, room),
      isResumable: place % 10 !== 9,
      random,
      keepsHistory: false,
    });
    client.open();
    return client;
  }

  #clients(): readonly ContractClient[] {
    return this.#lessons.flatMap(({ clients }) => clients);
  }
}
