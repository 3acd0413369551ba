import { checkHistory } from "../history/check-history.ts";
import type { History } from "../history/recorded.ts";
import { startLectern } from "../support/lectern.ts";
import type { Random } from "../support/random.ts";
import { Gathering } from "./gathering.ts";
import { type Findings, merge, type Scenario } from "./scenario.ts";

export interface RoundOptions {
  readonly random: Random;
  /** 1 for a campaign by script; less makes it shorter. */
  readonly scale: number;
}

/**
 * Plays a scenario once, on a Lectern of its own, and checks what its clients saw.
 *
 * @returns `null` when this machine cannot play it
 */
export async function runRound(
  scenario: Scenario,
  { random, scale }: RoundOptions,
): Promise<Required<Findings> | null> {
  const prepared = scenario.prepare
    ? await scenario.prepare()
    : { start: scenario.start, undo: ignore };
  if (!prepared) return null;
  const lectern = await startLectern({ command: "serve", ...prepared.start });
  const { rooms, size, plainShare = 0.2 } = scenario;
  const gathering = await Gathering.open({ lectern, rooms, size, plainShare, random });
  try {
    gathering.startTalking();
    const played = await scenario.play({ lectern, gathering, random, scale });
    const { history, complaints } = await gathering.rest();
    const looked = scenario.look?.(history) ?? nothing;
    return merge([played, looked, { counts: {}, complaints }, summarise(history)]);
  } finally {
    await gathering.close();
    await lectern.stop();
    prepared.undo();
  }
}

/** How much there was to see, and what of it should not have been. */
function summarise(history: History): Findings {
  const events = history.clients.flatMap((client) => client.events);
  const violations = checkHistory(history);
  return {
    counts: {
      rounds: 1,
      sent: events.filter(({ type }) => type === "sent").length,
      received: events.filter(({ type }) => type === "received").length,
      violations: violations.length,
    },
    complaints: violations.map(
      ({ kind, client, at, what }) =>
        `${kind}: ${client.actor} in ${client.room} at ${Math.round(at)}: ${what}`,
    ),
  };
}

const nothing: Findings = { counts: {} };

function ignore(): void {}
