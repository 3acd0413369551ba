import { step, well } from "../mending/ladder.ts";
import type { Facts, Mending, MendingEffect, MendingEvent } from "../mending/mending.ts";
import type { PairState } from "../state.ts";

export type End = "caller" | "callee";

export type Fault =
  | "network down"
  | "network up"
  /** What ICE knew of the way is of no use any more. */
  | "address moves"
  | `${End} leaves`
  | `${End} is back`
  /** And wakes: the page hears that something has changed. */
  | `${End} sleeps`
  /** Who sees to the class says that the pair does not do. */
  | `${End} is doubted`;

export interface Conditions {
  /** The first step of the ladder that helps when the address has moved. */
  readonly cure: "restart" | "relay" | "rebuild";
  readonly hasRelay: boolean;
  readonly canRestart: boolean;
  readonly canAsk: boolean;
  readonly random: number;
}

/** How long a message takes, checks of a way that works, and checks of one that does not, in ms. */
const messageMs = 50;
const checksMs = 300;
const failedMs = 10_000;
/** After what time without packets Chromium says so, and when it gives up, in ms. */
const silentMs = 5_000;
const deadMs = 20_000;

interface Due {
  readonly at: number;
  readonly run: () => void;
}

/** Two ends of a call with their ladders, a network between them, and a clock; a model of what ICE does. */
export class TwoEnds {
  readonly #conditions: Conditions;
  readonly #ends = { caller: new ModelEnd(true), callee: new ModelEnd(false) };
  readonly #due: Due[] = [];
  #now = 1_000_000;
  #isUp = true;
  #hasWay = true;
  #connection: PairState = "connected";
  /** Counts what has become of the way, so that what was foreseen before is of no account. */
  #change = 0;
  /** Counts the offers; only the newest may lead to a call. */
  #offers = 0;

  constructor(conditions: Conditions) {
    this.#conditions = conditions;
  }

  get states() {
    const { caller, callee } = this.#ends;
    return {
      connection: this.#connection,
      caller: caller.mending.step,
      callee: callee.mending.step,
    };
  }

  doneBy(end: End): readonly MendingEffect["type"][] {
    return this.#ends[end].done;
  }

  suffer(fault: Fault): void {
    switch (fault) {
      case "network down":
        this.#isUp = false;
        return this.#foresee();
      case "network up":
        this.#isUp = true;
        return this.#foresee();
      case "address moves":
        this.#hasWay = false;
        return this.#foresee();
      case "caller leaves":
      case "callee leaves":
        this.#ends[endOf(fault)].isSeated = false;
        return;
      case "caller is back":
      case "callee is back":
        return this.#seat(endOf(fault));
      case "caller sleeps":
      case "callee sleeps":
        return this.#take(endOf(fault), { type: "changed" });
      case "caller is doubted":
      case "callee is doubted":
        return this.#take(endOf(fault), { type: "doubted" });
    }
  }

  pass(ms: number): void {
    const until = this.#now + ms;
    for (let due = this.#next(until); due; due = this.#next(until)) {
      this.#now = due.at;
      due.run();
    }
    this.#now = until;
  }

  #next(until: number): Due | undefined {
    const [first] = this.#due.sort((a, b) => a.at - b.at);
    return first && first.at <= until ? this.#due.shift() : undefined;
  }

  #after(ms: number, run: () => void): void {
    this.#due.push({ at: this.#now + ms, run });
  }

  /** What ICE will find of the way as it is now, if nothing changes. */
  #foresee(): void {
    this.#change += 1;
    const change = this.#change;
    const become = (ms: number, state: PairState) =>
      this.#after(ms, () => change === this.#change && this.#become(state));
    if (this.#isUp && this.#hasWay) return become(checksMs, "connected");
    become(silentMs, "disconnected");
    become(deadMs, "failed");
  }

  #become(state: PairState): void {
    if (state === this.#connection) return;
    this.#connection = state;
    for (const end of ["caller", "callee"] as const) this.#take(end, { type: "connection" });
  }

  #seat(end: End): void {
    const model = this.#ends[end];
    if (model.isSeated) return;
    model.isSeated = true;
    for (const hear of model.missed.splice(0)) hear();
    this.#take(end, { type: "seated" });
  }

  #take(end: End, event: MendingEvent): void {
    const model = this.#ends[end];
    const before = model.mending;
    const { mending, effects } = step(before, event, this.#factsOf(model));
    model.mending = mending;
    if (mending !== before) this.#keepTime(end);
    for (const effect of effects) this.#perform(end, effect);
  }

  #keepTime(end: End): void {
    const { mending } = this.#ends[end];
    if (mending.step === "well" || mending.timeoutMs === null) return;
    this.#after(mending.timeoutMs, () => {
      if (mending === this.#ends[end].mending) this.#take(end, { type: "timeout" });
    });
  }

  #factsOf({ isInitiator, isSeated }: ModelEnd): Facts {
    const { hasRelay, canRestart, canAsk, random } = this.#conditions;
    return {
      connection: this.#connection,
      isInitiator,
      canRestart,
      hasRelay,
      isReachable: isSeated,
      canAsk,
      now: this.#now,
      random,
    };
  }

  #perform(end: End, effect: MendingEffect): void {
    this.#ends[end].done.push(effect.type);
    switch (effect.type) {
      case "ask":
        return this.#tell("caller", () => this.#take("caller", { type: "asked" }));
      case "restart":
        return this.#offer(effect.through === "relay" ? "relay" : "restart");
      case "rebuild":
        return this.#offer("rebuild");
      case "allow-all":
        return;
    }
  }

  /** Messages wait for who is away. */
  #tell(end: End, hear: () => void): void {
    this.#after(messageMs, () => {
      const { isSeated, missed } = this.#ends[end];
      if (isSeated) hear();
      else missed.push(hear);
    });
  }

  #offer(kind: Conditions["cure"]): void {
    this.#offers += 1;
    const offer = this.#offers;
    const cures = ["restart", "relay", "rebuild"];
    const helps = cures.indexOf(kind) >= cures.indexOf(this.#conditions.cure);
    this.#tell("callee", () => {
      this.#take("callee", { type: "answered" });
      this.#tell("caller", () => {
        if (offer !== this.#offers) return;
        this.#take("caller", { type: "answered" });
        this.#check(helps || this.#hasWay);
      });
    });
  }

  #check(isWay: boolean): void {
    if (this.#isUp && isWay) {
      this.#hasWay = true;
      return this.#foresee();
    }
    this.#change += 1;
    const change = this.#change;
    if (this.#connection !== "connected") this.#become("connecting");
    this.#after(failedMs, () => change === this.#change && this.#become("failed"));
  }
}

class ModelEnd {
  readonly isInitiator: boolean;
  readonly done: MendingEffect["type"][] = [];
  readonly missed: (() => void)[] = [];
  mending: Mending = well;
  isSeated = true;

  constructor(isInitiator: boolean) {
    this.isInitiator = isInitiator;
  }
}

function endOf(fault: `${End} ${string}`): End {
  return fault.startsWith("caller") ? "caller" : "callee";
}
