import { actorId, roomId } from "../support/ids.ts";
import type { Random } from "../support/random.ts";
import { Bystander } from "./bystander.ts";
import { classRoom } from "./class-room.ts";
import { comeAndGo } from "./newcomer.ts";
import { poisson } from "./poisson.ts";

/** What good clients went through in a while. */
export interface Experience {
  /** From sending to receiving, in ms. */
  readonly relayMs: readonly number[];
  /** From opening a socket to having a seat, in ms. */
  readonly joinMs: readonly number[];
  /** Who was closed or refused since the last look, one sentence each. */
  readonly harm: readonly string[];
}

export interface SchoolOptions {
  readonly url: string;
  /** Good clients that stay. */
  readonly good: number;
  readonly random: Random;
}

export interface Watch {
  readonly seconds: number;
  /** Good clients that come and go in a second. */
  readonly joinsPerSecond: number;
}

const classSize = 25;
/** What each of them says in a second, to one and to all. */
const rates = { signal: 1 / 2, chat: 1 / 60 } as const;
/** Where those come and go who do not stay. */
const doors = 60;

/** Classes of good clients. */
export class School {
  readonly #options: SchoolOptions;
  readonly #classes: Bystander[][] = [];
  #relayMs: number[] = [];
  #harm: string[] = [];
  #newcomers = 0;

  private constructor(options: SchoolOptions) {
    this.#options = options;
  }

  /** Lets the classes in, one after the other. */
  static async open(options: SchoolOptions): Promise<School> {
    const school = new School(options);
    for (let number = 0; number * classSize < options.good; number += 1) {
      await school.#begin(number);
    }
    return school;
  }

  /** Lets them talk, others come and go, and tells what they went through. */
  async watch({ seconds, joinsPerSecond }: Watch): Promise<Experience> {
    const { good, random } = this.#options;
    this.#relayMs = [];
    const joins: Promise<number | string>[] = [];
    const at = (perSecond: number) => ({ perSecond, seconds, random });
    await Promise.all([
      poisson(at(good * rates.signal), () => this.#signal()),
      poisson(at(good * rates.chat), () => random.pick(random.pick(this.#classes)).chat()),
      poisson(at(joinsPerSecond), () => joins.push(this.#letIn())),
    ]);
    const entries = await Promise.all(joins);
    const harm = [...this.#harm, ...entries.filter((entry) => typeof entry === "string")];
    this.#harm = [];
    const joinMs = entries.filter((entry) => typeof entry === "number");
    return { relayMs: this.#relayMs, joinMs, harm };
  }

  close(): void {
    for (const one of this.#classes.flat()) one.close();
  }

  async #begin(number: number): Promise<void> {
    const { url, good } = this.#options;
    const size = Math.min(classSize, good - number * classSize);
    const members = Array.from({ length: size }, (_, place) => {
      const role = place === 0 ? "teacher" : "student";
      return new Bystander({
        url,
        actor: actorId(role, `${number}x${place}`),
        room: roomId(classRoom(number)),
        onLatency: (ms) => this.#relayMs.push(ms),
        onHarm: (text) => this.#harm.push(text),
      });
    });
    this.#classes.push(members);
    await Promise.all(members.map(({ joined }) => joined));
  }

  #signal(): void {
    const { random } = this.#options;
    const members = random.pick(this.#classes);
    const from = random.pick(members);
    from.signal(random.pick(members.filter((member) => member !== from)).actor);
  }

  #letIn(): Promise<number | string> {
    this.#newcomers += 1;
    const room = roomId(`door-${this.#newcomers % doors}`);
    return comeAndGo({
      url: this.#options.url,
      actor: actorId("student", `newcomer-${this.#newcomers}`),
      room,
    });
  }
}
