import { setTimeout as sleep } from "node:timers/promises";
import { type Return, returnsOf } from "../history/returns.ts";
import type { Random } from "../support/random.ts";
import { until } from "../support/until.ts";
import type { Participant } from "./gathering.ts";
import { moment } from "./moment.ts";
import { type Findings, merge, type Scenario } from "./scenario.ts";

const shortestMs = 100;
const longestMs = 40_000;
const cutsEach = 3;
/** So near to the end of the window either answer is right: the two ends do not measure it alike. */
const edgeMs = 1_000;
/** How often a second cut follows, when the client asks for its seat. */
const secondCutShare = 0.1;
const slowMs = 150;

/** Each client's connection is cut, over and over, for 0.1 to 40 s. */
export const cut: Scenario = {
  name: "cut",
  unit: "cuts",
  rooms: 20,
  size: 6,
  plainShare: 0.1,
  play: async ({ gathering, random, scale }) => {
    const findings = await Promise.all(
      gathering.participants.map((one) => cutOften(one, random, scale)),
    );
    return merge(findings);
  },
  look: ({ clients }) => merge(clients.flatMap(returnsOf).map(tell)),
  judge: ({ counts }) =>
    [failedWithin, resumedBeyond].flatMap((name) =>
      counts[name] ? [`${counts[name]} ${name}`] : [],
    ),
};

const failedWithin = "failed within the window";
const resumedBeyond = "resumed beyond the window";

async function cutOften(one: Participant, random: Random, scale: number): Promise<Findings> {
  const longest = Math.max(3 * shortestMs, longestMs * scale);
  let cuts = 0;
  for (let turn = 0; turn < Math.max(1, cutsEach * scale); turn += 1) {
    await moment(random, 300, 3_000);
    await cutFor(one, drawLength(random, longest));
    cuts += 1;
    if (random.chance(secondCutShare)) {
      await cutWhenItAsks(one, random);
      cuts += 1;
    }
    await until(
      () => one.client.isSeated,
      () => `${one.client.history.actor} to be back`,
    );
  }
  return { counts: { cuts } };
}

async function cutFor({ proxy }: Participant, ms: number): Promise<void> {
  proxy.refuse();
  proxy.cut();
  await sleep(ms);
  proxy.restore();
}

/** Half of them short ones, of all orders of magnitude; half of them of any length. */
function drawLength(random: Random, longest: number): number {
  return random.chance(0.5)
    ? shortestMs * (longest / shortestMs) ** random.unit()
    : shortestMs + random.unit() * (longest - shortestMs);
}

/** On a slow network, so that the cut may fall between the client's `resume` and the answer. */
async function cutWhenItAsks({ client, proxy }: Participant, random: Random): Promise<void> {
  const { events } = client.history;
  const seen = events.length;
  proxy.delay(slowMs);
  await until(
    () => events.slice(seen).some(({ type }) => type === "opened"),
    () => "a new socket",
  );
  await moment(random, 0, 2 * slowMs);
  proxy.cut();
  proxy.restore();
}

function tell({ awayMs, windowMs, outcome }: Return): Findings {
  const count = (name: string): Findings => ({ counts: { [name]: 1 } });
  if (outcome === "spent") return count("failed with a secret that was used up");
  if (awayMs < windowMs - edgeMs)
    return count(outcome === "resumed" ? "resumed within the window" : failedWithin);
  if (awayMs > windowMs + edgeMs)
    return count(outcome === "failed" ? "failed beyond the window" : resumedBeyond);
  return count("at the edge of the window");
}
