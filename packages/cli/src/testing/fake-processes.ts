import { EventEmitter } from "node:events";
import type { LinkMessage } from "@lectern/protocol/link";
import type { Clock } from "../clock.ts";
import type { Program, Spawn } from "../spawn.ts";

/** A process that does what a test tells it, and nothing by itself. */
export class FakeProcess extends EventEmitter {
  readonly program: Program;
  readonly pid = 1;
  readonly received: LinkMessage[] = [];
  readonly signals: string[] = [];
  connected = true;

  constructor(program: Program) {
    super();
    this.program = program;
  }

  send(message: LinkMessage): boolean {
    this.received.push(message);
    return true;
  }

  kill(signal: NodeJS.Signals): boolean {
    this.signals.push(signal);
    return true;
  }

  says(message: unknown): void {
    this.emit("message", message);
  }

  dies(code: number | null, signal: NodeJS.Signals | null = null): void {
    this.connected = false;
    this.emit("close", code, signal);
  }
}

/** Starts fake processes and keeps them in the order they were started. */
export function fakeSpawn(): { readonly spawn: Spawn; readonly started: FakeProcess[] } {
  const started: FakeProcess[] = [];
  const spawn = (program: Program): FakeProcess => {
    const process = new FakeProcess(program);
    started.push(process);
    return process;
  };
  return { spawn, started };
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands still until a test turns it. */
export class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Set<Timer>();

  readonly now = (): number => this.#now;

  readonly after = (delayMs: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  get waiting(): number {
    return this.#timers.size;
  }

  turn(ms: number): void {
    this.#now += ms;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#now) continue;
      this.#timers.delete(timer);
      timer.run();
    }
  }
}
