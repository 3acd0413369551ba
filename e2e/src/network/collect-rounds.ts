import type { Round, Unrest } from "./round.ts";
import type { Played, Skipped } from "./verdict.ts";

/** Longer than a page is busy of itself: the machine is, and nothing is found out about calls. */
const maxHeldUpMs = 1_000;

export interface CollectOptions {
  /** How many rounds have to count. */
  readonly repeat: number;
  readonly say: (line: string) => void;
}

/**
 * Plays until enough rounds count, and twice as many at most.
 *
 * A round in which a page was held up does not count; one that breaks off ends the collection.
 */
export async function collectRounds(
  play: () => Promise<Round | Unrest>,
  { repeat, say }: CollectOptions,
): Promise<Played | Skipped> {
  const rounds: Round[] = [];
  const heldUpMs: number[] = [];
  let brokenOff: string | null = null;
  for (let at = 1; at <= 2 * repeat && rounds.length < repeat && brokenOff === null; at += 1) {
    try {
      const round = await play();
      say(`round ${at}: ${wordsOf(round)}`);
      if (round.heldUpMs > maxHeldUpMs) heldUpMs.push(round.heldUpMs);
      else if ("silent" in round) brokenOff = `Cannot begin: ${wordsOf(round)}`;
      else rounds.push(round);
    } catch (error) {
      brokenOff = String(error);
    }
  }
  if (rounds.length === 0 && brokenOff === null) {
    const times = heldUpMs.join(", ");
    return { skipped: `this machine does not hold a class: pages were held up for ${times} ms` };
  }
  return { rounds, heldUp: heldUpMs.length, brokenOff };
}

function wordsOf(round: Round | Unrest): string {
  const heldUp = round.heldUpMs > maxHeldUpMs ? `, a page held up for ${round.heldUpMs} ms` : "";
  if ("silent" in round) {
    const ways = round.silent.map(({ from, to }) => `${from} to ${to}`).join(", ");
    return `no even sound from ${ways}${heldUp}`;
  }
  const { soundBackMs, accounts } = round;
  const silenceMs = Math.max(...accounts.map(({ longestSilenceMs }) => longestSilenceMs));
  const back = soundBackMs === null ? "sound not back" : `sound back after ${soundBackMs} ms`;
  return `${back}, longest silence ${silenceMs} ms${heldUp}`;
}
