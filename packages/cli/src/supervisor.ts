import { Child, type Death, type Failure, type News } from "./child.ts";
import type { Clock } from "./clock.ts";
import type { Program, Spawn } from "./spawn.ts";

/** How a start ended: everything ready, something that cannot start, or a stop in the middle. */
export type Start =
  | { readonly type: "ready" }
  | { readonly type: "failed"; readonly program: Program; readonly death: Death }
  | { readonly type: "stopped" };

export interface SupervisorOptions {
  readonly app: Program;
  /** `null` when signaling is switched off. */
  readonly signaling: Program | null;
  readonly spawn: Spawn;
  readonly clock: Clock;
  /** The app has a one-time link for the first account, as a path. */
  readonly onFirstAccount: (path: string) => void;
  /** A process that had been started well died and is started again. */
  readonly onDeath: (program: Program, death: Death) => void;
}

/** Stopping takes at most the sum of the two, which is less than 5 s. */
const signalingGraceMs = 2_000;
const appGraceMs = 2_500;
/** Deaths before the first readiness that are taken for bad luck. */
const maxEarlyDeaths = 3;

/** Keeps the app and the signaling server running, and passes on what they tell each other. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #app: Child;
  readonly #signaling: Child | null;
  readonly #start = Promise.withResolvers<Start>();
  readonly #neverReady: Set<Program>;
  #earlyDeaths = 0;
  #closing: Promise<void> | null = null;

  constructor(options: SupervisorOptions) {
    const { app, signaling } = options;
    this.#options = options;
    this.#app = this.#keep(app, () => this.#signaling);
    this.#signaling = signaling && this.#keep(signaling, () => this.#app);
    this.#neverReady = new Set(signaling ? [app, signaling] : [app]);
  }

  /** Starts everything; resolves once, and never rejects. */
  start(): Promise<Start> {
    this.#app.start();
    this.#signaling?.start();
    return this.#start.promise;
  }

  /** Stops signaling, then the app, so that no socket is opened that the app has no word of. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Ends a closing that takes too long for somebody's patience. */
  kill(): void {
    void this.close();
    void this.#app.close(0);
    this.#signaling?.kill();
    this.#app.kill();
  }

  async #close(): Promise<void> {
    this.#start.resolve({ type: "stopped" });
    this.#app.letGo();
    await this.#signaling?.close(signalingGraceMs);
    await this.#app.close(appGraceMs);
  }

  #keep(program: Program, other: () => Child | null): Child {
    const { spawn, clock } = this.#options;
    return new Child(program, {
      spawn,
      clock,
      onReady: () => this.#ready(program),
      onNews: (news) => this.#pass(news, other()),
      onDeath: (death) => this.#died(program, death),
    });
  }

  #ready(program: Program): void {
    this.#neverReady.delete(program);
    if (this.#neverReady.size === 0) this.#start.resolve({ type: "ready" });
  }

  #pass(news: News, other: Child | null): void {
    if (news.type === "first-account") this.#options.onFirstAccount(news.path);
    else other?.send(news);
  }

  #died(program: Program, death: Death): void {
    if (this.#neverReady.has(program) && this.#cannotStart(death.failure)) {
      this.#start.resolve({ type: "failed", program, death });
      void this.close();
    } else {
      this.#options.onDeath(program, death);
    }
  }

  #cannotStart(failure: Failure | null): boolean {
    this.#earlyDeaths += 1;
    return failure !== null || this.#earlyDeaths >= maxEarlyDeaths;
  }
}
