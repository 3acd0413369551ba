import { everyone, type Mark } from "./mark.ts";

/** What can be wrong with what arrived. */
export type FaultKind =
  | "lost"
  | "doubled"
  | "reordered"
  /** `from` names somebody else than its sender. */
  | "misattributed"
  /** It reached somebody it was not for. */
  | "astray";

export interface Fault {
  readonly kind: FaultKind;
  readonly text: string;
}

interface Pair {
  readonly from: number;
  readonly to: number;
  sent: number;
  /** The number that comes next. */
  next: number;
  /** Numbers that were passed over. */
  readonly missing: Set<number>;
}

/** What the checker looks at in a message. */
export type Arrival = Pick<Mark, "sender" | "to" | "number"> & {
  /** Index of the seat that the server names as the sender; -1 for none. */
  readonly from: number;
};

/** Holds what arrives against what was sent: each message once, in order, under its sender's name. */
export class Checker {
  readonly #pairs = new Map<number, Pair>();
  readonly #faults: Fault[] = [];
  #awaited = 0;

  /** How many messages have been sent and not arrived. */
  get awaited(): number {
    return this.#awaited;
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** Notes that a message goes out, and gives the number that it has to carry. */
  sent(from: number, to: number): number {
    const pair = this.#pair(from, to);
    this.#awaited += 1;
    pair.sent += 1;
    return pair.sent - 1;
  }

  /** Notes what a seat received. */
  received(by: number, { from, sender, to, number }: Arrival): void {
    const what = `message ${number} of ${sender} to ${by}`;
    if (from !== sender) this.#fault("misattributed", `${what} names ${from} as its sender`);
    const pair = this.#pairs.get(keyOf(sender, by));
    if (!pair || (to !== by && to !== everyone) || !(number < pair.sent)) {
      return this.#fault("astray", `${what} was for ${to}`);
    }
    if (number >= pair.next) {
      for (let passed = pair.next; passed < number; passed += 1) pair.missing.add(passed);
      pair.next = number + 1;
    } else if (pair.missing.delete(number)) {
      this.#fault("reordered", `${what} came after ${pair.next - 1}`);
    } else return this.#fault("doubled", `${what} came again`);
    this.#awaited -= 1;
  }

  /** Says that nothing more will come: what has not arrived is lost. */
  end(): void {
    for (const { from, to, sent, next, missing } of this.#pairs.values()) {
      for (const number of missing) this.#fault("lost", `message ${number} of ${from} to ${to}`);
      for (let number = next; number < sent; number += 1) {
        this.#fault("lost", `message ${number} of ${from} to ${to}`);
      }
    }
    this.#pairs.clear();
  }

  #pair(from: number, to: number): Pair {
    const key = keyOf(from, to);
    const known = this.#pairs.get(key);
    if (known) return known;
    const pair = { from, to, sent: 0, next: 0, missing: new Set<number>() };
    this.#pairs.set(key, pair);
    return pair;
  }

  #fault(kind: FaultKind, text: string): void {
    this.#faults.push({ kind, text: `${kind}: ${text}` });
  }
}

function keyOf(from: number, to: number): number {
  return from * everyone + to;
}
