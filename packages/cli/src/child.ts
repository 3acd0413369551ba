import { type LinkMessage, parseLinkMessage } from "@lectern/protocol/link";
import { backOffMs } from "./back-off.ts";
import type { Clock } from "./clock.ts";
import type { Program, RunningProcess, Spawn } from "./spawn.ts";

/** What a process said when it could not start. */
export type Failure = Extract<LinkMessage, { readonly type: "failed" }>;

/** What is passed on to another process, or to the supervisor itself. */
export type News = Exclude<LinkMessage, { readonly type: "ready" } | Failure>;

/** How a process ended that was not told to. */
export interface Death {
  /** Its exit code, the signal that ended it, or why it could not be started. */
  readonly how: string;
  readonly failure: Failure | null;
  /** Whether it had been ready in this life. */
  readonly wasReady: boolean;
  /** When it is started again, in ms from now. */
  readonly restartMs: number;
}

export interface ChildListener {
  readonly onReady: () => void;
  readonly onNews: (news: News) => void;
  readonly onDeath: (death: Death) => void;
}

interface ChildOptions extends ChildListener {
  readonly spawn: Spawn;
  readonly clock: Clock;
}

type State =
  | { readonly type: "idle" }
  | { readonly type: "running"; readonly process: RunningProcess; readonly startedAt: number }
  | { readonly type: "waiting"; readonly cancel: () => void }
  | { readonly type: "closing"; readonly process: RunningProcess }
  | { readonly type: "closed" };

/** One program kept running: started again whenever it dies, until it is closed. */
export class Child {
  readonly program: Program;
  readonly #options: ChildOptions;
  readonly #closed = Promise.withResolvers<void>();
  #state: State = { type: "idle" };
  #isKept = true;
  #isReady = false;
  #failure: Failure | null = null;
  #lastDelayMs: number | null = null;

  constructor(program: Program, options: ChildOptions) {
    this.program = program;
    this.#options = options;
  }

  /** When the process has ended and is not started again. */
  get ended(): Promise<void> {
    return this.#closed.promise;
  }

  start(): void {
    const { spawn, clock } = this.#options;
    const process = spawn(this.program);
    this.#state = { type: "running", process, startedAt: clock.now() };
    this.#isReady = false;
    this.#failure = null;
    process.on("message", (value) => this.#receive(value));
    process.on("error", (error) => {
      if (process.pid === undefined) this.#end(error.message);
    });
    process.on("close", (code, signal) => this.#end(signal ?? `code ${code}`));
  }

  /** Tells the process something; while none runs it is lost, and both ends greet anew later. */
  send(message: LinkMessage): void {
    const { process } = this.#running() ?? {};
    if (process?.connected) process.send(message, ignoreBrokenChannel);
  }

  /** Leaves the process running and starts it no more when it ends. */
  letGo(): void {
    this.#isKept = false;
    if (this.#state.type !== "waiting") return;
    this.#state.cancel();
    this.#state = { type: "closed" };
    this.#closed.resolve();
  }

  /** Stops the process, by force after the grace period, and starts it no more. */
  async close(graceMs: number): Promise<void> {
    this.letGo();
    const running = this.#running();
    if (running) {
      this.#state = { type: "closing", process: running.process };
      running.process.kill("SIGTERM");
      const cancel = this.#options.clock.after(graceMs, () => this.kill());
      await this.#closed.promise;
      cancel();
    } else if (this.#state.type === "closing") {
      await this.#closed.promise;
    } else {
      this.#state = { type: "closed" };
    }
  }

  /** Ends the process at once; meant for one that was told to close. */
  kill(): void {
    if (this.#state.type === "closing") this.#state.process.kill("SIGKILL");
  }

  #receive(value: unknown): void {
    const message = parseLinkMessage(value);
    if (!message) return;
    if (message.type === "ready") {
      this.#isReady = true;
      this.#options.onReady();
    } else if (message.type === "failed") {
      this.#failure = message;
    } else {
      this.#options.onNews(message);
    }
  }

  #end(how: string): void {
    const running = this.#running();
    if (!running || !this.#isKept) {
      this.#state = { type: "closed" };
      this.#closed.resolve();
      return;
    }
    const { clock, onDeath } = this.#options;
    const restartMs = backOffMs(this.#lastDelayMs, clock.now() - running.startedAt);
    this.#lastDelayMs = restartMs;
    this.#state = { type: "waiting", cancel: clock.after(restartMs, () => this.start()) };
    onDeath({ how, failure: this.#failure, wasReady: this.#isReady, restartMs });
  }

  #running(): Extract<State, { readonly type: "running" }> | null {
    return this.#state.type === "running" ? this.#state : null;
  }
}

/** A channel that breaks during a send belongs to a process that is ending; its end is noticed. */
function ignoreBrokenChannel(): void {}
