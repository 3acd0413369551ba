import { Child, type ChildListener, type Death, type Failure, type News } from "./child.ts";
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
  /** `null` when there is none, or it is looked after elsewhere. */
  readonly relay: Program | null;
  readonly spawn: Spawn;
  readonly clock: Clock;
  /** The app has a one-time link for the first account, as a path. */
  readonly onFirstAccount: (path: string) => void;
  /** A process that had been started well died and is started again. */
  readonly onDeath: (program: Program, death: Death) => void;
}

/** How a replacement of the signaling server ended. */
export type Replacement =
  | { readonly type: "replaced" }
  /** The new one cannot start; the one that runs goes on. */
  | { readonly type: "failed"; readonly program: Program; readonly death: Death }
  /** Another replacement is under way, or Lectern starts or stops. */
  | { readonly type: "refused" };

/** Stopping takes at most the sum of the two, which is less than 5 s. */
const signalingGraceMs = 2_000;
const lastGraceMs = 2_500;
/** Deaths before the first readiness that are taken for bad luck. */
const maxEarlyDeaths = 3;

/** Keeps the app, the signaling server and the relay running, and passes on what they tell each other. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #app: Child;
  readonly #relay: Child | null;
  #signaling: Child | null;
  /** Signaling servers that are about to take over, or send their last participants away. */
  readonly #others = new Set<Child>();
  readonly #start = Promise.withResolvers<Start>();
  readonly #neverReady: Set<Program>;
  #earlyDeaths = 0;
  #isReplacing = false;
  #closing: Promise<void> | null = null;

  constructor(options: SupervisorOptions) {
    const { app, signaling, relay } = options;
    this.#options = options;
    this.#app = this.#keep(app);
    this.#signaling = signaling && this.#keep(signaling);
    this.#relay = relay && this.#keep(relay);
    this.#neverReady = new Set([app, signaling ?? [], relay ?? []].flat());
  }

  /** Starts everything; resolves once, and never rejects. */
  start(): Promise<Start> {
    this.#app.start();
    this.#signaling?.start();
    this.#relay?.start();
    return this.#start.promise;
  }

  /**
   * Starts another signaling server beside the one that runs, and when it is ready has
   * the older one send everybody there and end. So there is a server at any moment.
   */
  async replaceSignaling(program: Program): Promise<Replacement> {
    const older = this.#signaling;
    const isStarting = this.#neverReady.size > 0;
    if (!older || isStarting || this.#isReplacing || this.#closing) return { type: "refused" };
    this.#isReplacing = true;
    const death = await this.#startBeside(program);
    this.#isReplacing = false;
    if (death) return { type: "failed", program, death };
    older.letGo();
    older.send({ type: "hand-over" });
    this.#others.add(older);
    void older.ended.then(() => this.#others.delete(older));
    return { type: "replaced" };
  }

  /** Stops signaling, then the rest, so that no socket is opened that the app has no word of. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Ends a closing that takes too long for somebody's patience. */
  kill(): void {
    void this.close();
    for (const child of this.#lasting()) void child.close(0);
    for (const child of this.#children()) child.kill();
  }

  async #close(): Promise<void> {
    this.#start.resolve({ type: "stopped" });
    const lasting = this.#lasting();
    for (const child of lasting) child.letGo();
    const signaling = this.#children().filter((child) => !lasting.includes(child));
    await Promise.all(signaling.map((child) => child.close(signalingGraceMs)));
    await Promise.all(lasting.map((child) => child.close(lastGraceMs)));
  }

  /** Those that stop when signaling has. */
  #lasting(): readonly Child[] {
    return [this.#app, this.#relay ?? []].flat();
  }

  #children(): readonly Child[] {
    return [...this.#lasting(), this.#signaling ?? [], ...this.#others].flat();
  }

  #keep(program: Program, beside: Partial<ChildListener> = {}): Child {
    const { spawn, clock } = this.#options;
    const child: Child = new Child(program, {
      spawn,
      clock,
      onReady: () => this.#ready(program),
      onNews: (news) => this.#pass(news, child),
      onDeath: (death) => this.#died(program, death),
      ...beside,
    });
    return child;
  }

  /** @returns how it died, if it did before it was ready */
  #startBeside(program: Program): Promise<Death | null> {
    return new Promise((resolve) => {
      let isInPlace = false;
      const child = this.#keep(program, {
        onReady: () => {
          if (!isInPlace) this.#signaling = child;
          this.#others.delete(child);
          isInPlace = true;
          resolve(null);
        },
        onDeath: (death) => {
          if (isInPlace) return this.#died(program, death);
          child.letGo();
          this.#others.delete(child);
          resolve(death);
        },
      });
      this.#others.add(child);
      child.start();
    });
  }

  #ready(program: Program): void {
    this.#neverReady.delete(program);
    if (this.#neverReady.size === 0) this.#start.resolve({ type: "ready" });
  }

  #pass(news: News, from: Child): void {
    if (news.type === "first-account") return this.#options.onFirstAccount(news.path);
    for (const child of this.#children()) if (child !== from) child.send(news);
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
