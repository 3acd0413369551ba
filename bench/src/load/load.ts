import { setTimeout as sleep } from "node:timers/promises";
import { parseParticipantId, parseRoomId, roleOf } from "@lectern/protocol/ids";
import { signToken } from "@lectern/token/sign";
import { Checker } from "./checker.ts";
import { isUnaltered, type Letter } from "./letters.ts";
import { everyone } from "./mark.ts";
import type { Order } from "./order.ts";
import { below, type Random, seededRandom } from "./random.ts";
import { Seat } from "./seat.ts";
import { fill, type Template } from "./template.ts";

/** Says that the server did something wrong, or the machine could not do what the load asks of it. */
export class LoadFault extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults[0] ?? "");
    this.faults = faults;
  }
}

/** One in this many messages is compared whole. */
const wholeEvery = 64;
/** How long what is on its way may take to arrive before it counts as lost, in ms. */
const lossMs = 10_000;
/** How long is waited for something that comes a second time, in ms. */
const echoMs = 100;
const maxFaults = 20;

/** The participants of one measurement, what they send, and whether all of it arrives as it should. */
export class Load {
  readonly random: Random;
  readonly seats: Seat[] = [];
  /** What a figure does with a message that arrived. */
  onLetter: (letter: Letter, seat: Seat) => void = () => {};
  readonly #order: Order;
  readonly #checker = new Checker();
  readonly #faults: string[] = [];
  readonly #rooms: Seat[][] = [];
  #letters = 0;
  #wake: () => void = () => {};

  constructor(order: Order) {
    this.#order = order;
    this.random = seededRandom(order.seed);
  }

  /** Makes seats in rooms of their own; nobody has come yet. */
  enrol(count: number, roomSize: number): readonly Seat[] {
    const first = this.seats.length;
    for (let made = 0; made < count; made += 1) {
      if (made % roomSize === 0) this.#rooms.push([]);
      const seat = this.#makeSeat(Math.min(roomSize, count - made + (made % roomSize)));
      this.#rooms.at(-1)?.push(seat);
      this.seats.push(seat);
    }
    return this.seats.slice(first);
  }

  /** Joins them all, so many at a time, and waits until every roster is whole. */
  async join(seats: readonly Seat[], atOnce: number): Promise<void> {
    const left = [...seats].reverse();
    const work = async (): Promise<void> => {
      for (let seat = left.pop(); seat; seat = left.pop()) await this.enter(seat);
    };
    for (let started = 0; started < atOnce; started += 1) void work();
    await this.until("every roster to be whole", wholeRosters(seats));
  }

  /** Joins one; not to be let in is a fault. */
  async enter(seat: Seat): Promise<void> {
    const entry = await seat.enter();
    if (entry === "failed") {
      this.#fault(`${seat.enrolment.id} was not let in: ${seat.refusal}`);
    }
  }

  /** Sends a directed message to somebody of the sender's room. */
  sendAnyone(from: Seat, template: Template, dueMs: number): void {
    const room = this.#roomOf(from);
    const at = below(room.length - 1, this.random);
    const to = room[at] === from ? room[room.length - 1] : room[at];
    if (!to) throw new RangeError(`Cannot find anybody beside ${from.enrolment.id}`);
    const { index } = to.enrolment;
    const number = this.#checker.sent(from.enrolment.index, index);
    const mark = { sender: from.enrolment.index, to: index, number, dueUs: dueMs * 1000 };
    from.write(fill(template, to.enrolment.id, mark));
  }

  /** Sends a line of chat; says how many will get it. */
  sendEveryone(from: Seat, template: Template, dueMs: number): number {
    const sender = from.enrolment.index;
    const room = this.#roomOf(from);
    const numbers = room.map((to) => this.#checker.sent(sender, to.enrolment.index));
    const mark = { sender, to: everyone, number: numbers[0] ?? 0, dueUs: dueMs * 1000 };
    from.write(fill(template, null, mark));
    return room.length;
  }

  /**
   * Waits until something holds; looks again whenever something happened.
   *
   * @throws {LoadFault} when a fault comes first, or nothing within the limit
   */
  until(what: string, holds: () => boolean, limitMs = 60_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void): void => {
        clearTimeout(limit);
        this.#wake = () => {};
        settle();
      };
      const limit = setTimeout(() => {
        done(() => reject(new LoadFault([`Waited ${limitMs} ms for ${what}`])));
      }, limitMs);
      this.#wake = () => {
        if (this.#allFaults().length > 0) done(() => reject(new LoadFault(this.#allFaults())));
        else if (holds()) done(resolve);
      };
      this.#wake();
    });
  }

  /** Waits for a promise as {@link until} does for a condition. */
  async settled<T>(what: string, promise: Promise<T>, limitMs?: number): Promise<T> {
    let isOver = false;
    promise.then(() => {
      isOver = true;
      this.#wake();
    });
    await this.until(what, () => isOver, limitMs);
    return promise;
  }

  /** Lets some time pass; a fault ends it early. */
  during(ms: number): Promise<void> {
    return this.settled("time to pass", sleep(ms), ms + lossMs);
  }

  /** Waits for what is on its way and for what comes twice; names what is lost. */
  async settle(): Promise<void> {
    const arrived = this.until("messages", () => this.#checker.awaited === 0, lossMs);
    await arrived.catch((error: unknown) => {
      this.#checker.end();
      throw this.#allFaults().length > 0 ? new LoadFault(this.#allFaults()) : error;
    });
    await this.during(echoMs);
  }

  #roomOf({ enrolment }: Seat): readonly Seat[] {
    return this.#rooms[roomNumber(enrolment.roomId)] ?? [];
  }

  #makeSeat(roomSize: number): Seat {
    const index = this.seats.length;
    const { port, path, secret, server } = this.#order;
    const isFirst = this.#rooms.at(-1)?.length === 0;
    const id = parseParticipantId(`${isFirst ? "teacher" : "student"}-${digits(index)}`);
    const roomId = parseRoomId(`conference-${this.#rooms.length - 1}`);
    if (!id || !roomId) throw new TypeError(`Cannot name seat ${index}`);
    const iat = Math.floor(Date.now() / 1000);
    const claims = { sub: id, role: roleOf(id), room: roomId, name: `Participant ${index}`, iat };
    const token = signToken({ ...claims, exp: iat + 7200, jti: id }, secret);
    const target = { port, path, localAddress: `127.0.0.${2 + (index % addresses)}` };
    const isResumable = server === "lectern";
    return new Seat(
      { index, id, roomId, roomSize, token, target, isResumable },
      {
        letter: (seat, letter, text) => this.#receive(seat, letter, text),
        changed: () => this.#wake(),
        fault: (text) => this.#fault(text),
      },
    );
  }

  #receive(seat: Seat, letter: Letter, text: string): void {
    this.#letters += 1;
    const named = Number(letter.from.slice(-indexDigits));
    const from = this.seats[named]?.enrolment.id === letter.from ? named : -1;
    this.#checker.received(seat.enrolment.index, { ...letter, from });
    if (this.#letters % wholeEvery === 0 && !isUnaltered(text, letter)) {
      this.#fault(`altered: message ${letter.number} of ${letter.sender} to ${letter.to}`);
    }
    this.onLetter(letter, seat);
    this.#wake();
  }

  #fault(text: string): void {
    this.#faults.push(text);
    this.#wake();
  }

  #allFaults(): readonly string[] {
    if (this.#faults.length + this.#checker.faults.length === 0) return noFaults;
    const found = [...this.#faults, ...this.#checker.faults.map(({ text }) => text)];
    return found.slice(0, maxFaults);
  }
}

const noFaults: readonly string[] = [];
const indexDigits = 5;
/** How many addresses of 127.0.0.0/8 the load comes from. */
const addresses = 250;

/** A condition that looks at each seat until it is well once, and then at it no more. */
export function wholeRosters(seats: readonly Seat[]): () => boolean {
  const left = [...seats];
  return () => {
    while (left.at(-1)?.hasWholeRoster) left.pop();
    return left.length === 0;
  };
}

function digits(index: number): string {
  return String(index).padStart(indexDigits, "0");
}

function roomNumber(roomId: string): number {
  return Number(roomId.slice("conference-".length));
}
