import { type Quantiles, quantilesOf } from "../support/quantiles.ts";
import type { OpenOptions, Scene } from "./attack.ts";
import { handshake, Intruder } from "./intruder.ts";
import { Pace } from "./pace.ts";

/** What became of the attackers. */
export interface AttackersReport {
  readonly opened: number;
  /** How many sockets were open when it was over, and for how long the oldest of them. */
  readonly open: number;
  readonly longestOpenMs: number;
  /** How sockets ended, and after how long. */
  readonly ends: Readonly<Record<string, number>>;
  readonly lifeMs: Quantiles;
  readonly sentMb: number;
}

/** 40 Mbit/s: what one attacker's line carries; more would measure the machine they share with the server. */
const uplinkBytesPerSecond = 5_000_000;

/** All sockets of an attack, and what became of them. */
export class Attackers implements Scene {
  readonly uplink: Pace;
  readonly #port: number;
  readonly #scale: number;
  readonly #open = new Set<Intruder>();
  readonly #ends: Record<string, number> = {};
  readonly #lives: number[] = [];
  #sentBytes = 0;

  /** @param scale of how many there are and how fast they are; 1 for a campaign by script */
  constructor(port: number, scale: number) {
    this.#port = port;
    this.#scale = scale;
    this.uplink = this.pace(uplinkBytesPerSecond);
  }

  pace(perSecond: number): Pace {
    return new Pace(perSecond * this.#scale);
  }

  open(options: OpenOptions = {}): Intruder {
    const { from = 0, request = handshake, isFrozen = false, isInnocent = false } = options;
    const localAddress = `127.0.66.${1 + from}`;
    const intruder = new Intruder({ port: this.#port, localAddress, isFrozen });
    void intruder.write(request);
    if (!isInnocent) this.#count(intruder);
    return intruder;
  }

  keepUp(count: number, attempt: (place: number) => Promise<unknown>): Promise<unknown> {
    const places = Math.max(1, Math.round(count * this.#scale));
    const keepOn = async (place: number): Promise<never> => {
      for (;;) await attempt(place);
    };
    return Promise.all(Array.from({ length: places }, (_, place) => keepOn(place)));
  }

  report(): AttackersReport {
    const open = [...this.#open];
    const sentBytes = open.reduce((sum, one) => sum + one.sentBytes, this.#sentBytes);
    return {
      opened: open.length + this.#lives.length,
      open: open.length,
      longestOpenMs: Math.round(Math.max(0, ...open.map(({ lifeMs }) => lifeMs))),
      ends: this.#ends,
      lifeMs: quantilesOf(this.#lives),
      sentMb: sentBytes / 1e6,
    };
  }

  #count(intruder: Intruder): void {
    this.#open.add(intruder);
    void intruder.ended.then(({ by, lifeMs, sentBytes }) => {
      this.#open.delete(intruder);
      this.#ends[by] = (this.#ends[by] ?? 0) + 1;
      this.#lives.push(lifeMs);
      this.#sentBytes += sentBytes;
    });
  }
}
