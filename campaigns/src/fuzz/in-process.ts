import type { Random } from "../support/random.ts";
import { checkFrame } from "./check-frame.ts";
import { checkForgedToken } from "./check-token.ts";
import { checkUpgrade } from "./check-upgrade.ts";
import { forgers } from "./forged-tokens.ts";
import { fuzzedFrame } from "./fuzzed-frame.ts";
import { watchPrototypes } from "./prototypes.ts";
import { fuzzedUpgrade } from "./upgrade-requests.ts";

/** An input that was handled as it should not be. */
export interface FuzzFault {
  readonly target: string;
  readonly what: string;
  readonly input: string;
}

export interface InProcessReport {
  readonly inputs: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly faults: readonly FuzzFault[];
}

export interface InProcessOptions {
  readonly inputs: number;
  readonly random: Random;
  /** Is called now and then with how many inputs are done. */
  readonly onProgress?: (done: number) => void;
}

/** An input that takes longer hangs; what is slower than that on a busy machine is not the parser. */
const hangMs = 2_000;
/** How often the prototypes are looked at, and progress is told, in inputs. */
const lookEvery = 1_000;

const forgerList = Object.values(forgers);

/** What is fed: one input with the check of its outcome, for a draw of 0 to 100 below `until`. */
const targets: readonly [Target, ...Target[]] = [
  { name: "frame", until: 65, draw: fuzzedFrame, check: checkFrame },
  { name: "token", until: 80, draw: drawToken, check: checkForgedToken },
  {
    name: "upgrade",
    until: 100,
    draw: drawUpgrade,
    check: (text: string) => checkUpgrade(JSON.parse(text)),
  },
];

interface Target {
  readonly name: string;
  readonly until: number;
  readonly draw: (random: Random) => string;
  readonly check: (input: string) => string | null;
}

/** Feeds the parsers of frames, tokens and upgrade requests, and checks what each makes of its input. */
export function fuzzInProcess({ inputs, random, onProgress }: InProcessOptions): InProcessReport {
  const arePrototypesWhole = watchPrototypes();
  const counts: Record<string, number> = {};
  const faults: FuzzFault[] = [];
  let slowestMs = 0;
  for (let done = 1; done <= inputs; done += 1) {
    const draw = random.below(100);
    const { name, ...target } = targets.find(({ until }) => draw < until) ?? targets[0];
    const input = target.draw(random);
    const { what, tookMs } = judge(target.check, input);
    counts[name] = (counts[name] ?? 0) + 1;
    slowestMs = Math.max(slowestMs, tookMs);
    if (what !== null) faults.push({ target: name, what, input: input.slice(0, 2_000) });
    if (done % lookEvery !== 0 && done !== inputs) continue;
    if (!arePrototypesWhole())
      faults.push({
        target: "prototypes",
        what: "changes one",
        input: `one of the last ${lookEvery}`,
      });
    onProgress?.(done);
  }
  return { inputs: counts, slowestMs, faults };
}

function drawToken(random: Random): string {
  return random.pick(forgerList)(random);
}

function drawUpgrade(random: Random): string {
  return JSON.stringify(fuzzedUpgrade(random));
}

interface Judgement {
  readonly what: string | null;
  readonly tookMs: number;
}

function judge(check: (input: string) => string | null, input: string): Judgement {
  const startedAt = performance.now();
  const what = attempt(check, input);
  const tookMs = performance.now() - startedAt;
  return { what: tookMs > hangMs ? `takes ${Math.round(tookMs)} ms` : what, tookMs };
}

/** A throw is what is looked for. */
function attempt(check: (input: string) => string | null, input: string): string | null {
  try {
    return check(input);
  } catch (error) {
    return `throws ${String(error)}`;
  }
}
