import { completeAt } from "../history/completeness.ts";
import type { Recorded } from "../history/recorded.ts";
import { isServing } from "../support/lectern.ts";
import { quantilesOf } from "../support/quantiles.ts";
import { until } from "../support/until.ts";
import { moment } from "./moment.ts";
import { type Findings, merge, type Scenario, type Scene } from "./scenario.ts";

/** Promise 1: p99 of the time from the server's return to a complete roster, in ms. */
const completeWithinMs = 8_000;
const killsARound = 8;

/** `kill -9` of the signaling process; its supervisor starts another. */
export const kill: Scenario = {
  name: "kill",
  unit: "kills",
  rooms: 8,
  size: 6,
  play: async (scene) => {
    const findings: Findings[] = [];
    for (let kills = 0; kills < Math.max(1, killsARound * scene.scale); kills += 1) {
      await moment(scene.random, 1_000, 4_000);
      findings.push(await killOnce(scene));
    }
    return merge(findings);
  },
  judge: ({ samples }) => {
    const { p99 } = quantilesOf(samples["completeMs"] ?? []);
    return p99 <= completeWithinMs ? [] : [`rosters are complete after ${p99} ms (p99)`];
  },
};

async function killOnce({ lectern, gathering }: Scene): Promise<Findings> {
  const pid = lectern.signalingPid();
  if (pid === null) throw new Error(`There is no signaling process to kill:\n${lectern.output()}`);
  const seen = gathering.participants.map(({ client }) => client.history.events.length);
  const endFault = gathering.beginFault("kill");
  const killedAt = performance.now();
  process.kill(pid, "SIGKILL");
  await until(
    async () => lectern.signalingPid() !== pid && (await isServing(lectern.signalingPort)),
    () => `the server to return:\n${lectern.output()}`,
  );
  const returnedAt = performance.now();
  endFault();
  const since = (): readonly (readonly Recorded[])[] =>
    gathering.participants.map(({ client }, at) => client.history.events.slice(seen[at]));
  const times = (): readonly (number | null)[] =>
    since().map((events, at) => completeAt(events, killedAt, gathering.expected(at)));
  await until(
    () => times().every((at) => at !== null),
    () => "complete rosters",
  );
  return {
    counts: { kills: 1, "joins without settleMs": since().flat().filter(joinsUnsettled).length },
    samples: {
      outageMs: [returnedAt - killedAt],
      completeMs: times().map((at) => Math.max(0, (at ?? 0) - returnedAt)),
    },
  };
}

/** A fresh server says for how long its rooms are still coming back. */
function joinsUnsettled(event: Recorded): boolean {
  return event.type === "received" && event.message.type === "joined" && !event.message.settleMs;
}
