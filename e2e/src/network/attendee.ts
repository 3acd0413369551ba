import type { Browser } from "playwright-core";
import type { ApiUser } from "../support/api.ts";
import type { Camera } from "../support/camera.ts";
import { type EnterOptions, enterRoom, type Person } from "../support/classroom.ts";
import type { WireFrame } from "../support/wire.ts";
import { openBrowserOn } from "./browsers.ts";
import { drainSamples, type Sample, startSampling } from "./samples.ts";
import type { Host } from "./topology.ts";

/** Longer than a round of any fault. */
const keptMs = 300_000;

/** Who sits at a host. */
export interface Sitter {
  readonly host: Host;
  /** As the server names them. */
  readonly id: string;
  readonly name: string;
  readonly user: ApiUser;
}

/** One of the class in a browser of their own, and what it got of the others, whichever page it had. */
export class Attendee {
  readonly sitter: Sitter;
  readonly #browser: Browser;
  readonly #room: EnterOptions;
  readonly #owners = new Map<string, string>();
  #samples: readonly Sample[] = [];
  #person: Person;

  private constructor(sitter: Sitter, room: EnterOptions, person: Person) {
    this.sitter = sitter;
    this.#room = room;
    this.#browser = room.browser;
    this.#person = person;
  }

  static async enter(
    sitter: Sitter,
    room: Omit<EnterOptions, "browser">,
    camera: Camera,
  ): Promise<Attendee> {
    const browser = await openBrowserOn(sitter.host, camera);
    const whole = { ...room, browser };
    const person = await enterRoom(sitter.name, sitter.user, whole);
    await startSampling(person.page);
    return new Attendee(sitter, whole, person);
  }

  get person(): Person {
    return this.#person;
  }

  /** Gives up the page for another. */
  async enterAnew(): Promise<void> {
    await this.#person.window.close();
    this.#person = await enterRoom(this.sitter.name, this.sitter.user, this.#room);
    await startSampling(this.#person.page);
  }

  /** The samples of late, by the id of who sent what is counted in them. */
  async look(): Promise<ReadonlyMap<string, readonly Sample[]>> {
    const since = Date.now() - keptMs;
    const news = await drainSamples(this.#person.page);
    this.#samples = [...this.#samples, ...news].filter(({ at }) => at > since);
    return Map.groupBy(this.#samples, ({ fingerprint }) => this.#ownerOf(fingerprint));
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** A certificate is known from the description that it came in. */
  #ownerOf(fingerprint: string): string {
    const known = this.#owners.get(fingerprint);
    if (known !== undefined) return known;
    const isIts = ({ page, direction, message }: WireFrame): boolean =>
      page === this.sitter.name &&
      direction === "received" &&
      String(message.payload?.sdp).includes(fingerprint);
    const owner = this.#room.frames.find(isIts)?.from;
    if (owner !== undefined) this.#owners.set(fingerprint, owner);
    return owner ?? "nobody";
  }
}
