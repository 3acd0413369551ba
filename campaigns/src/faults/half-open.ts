import { setTimeout as sleep } from "node:timers/promises";
import type { TcpProxy } from "../client/tcp-proxy.ts";
import type { Random } from "../support/random.ts";
import { until } from "../support/until.ts";
import type { Gathering, Participant } from "./gathering.ts";
import { moment } from "./moment.ts";
import { type Findings, merge, type Scenario } from "./scenario.ts";

const longestMs = 35_000;
const turnsEach = 2;

const ways = [
  { name: "stalls", begin: (proxy: TcpProxy) => proxy.stall() },
  { name: "ends known to the client alone", begin: (proxy: TcpProxy) => proxy.cutFromClient() },
  { name: "ends known to the server alone", begin: (proxy: TcpProxy) => proxy.cutFromServer() },
  { name: "delays", begin: (proxy: TcpProxy) => proxy.delay(700) },
] as const;

/** Connections that pass nothing on, or of which one end only has learnt that they broke. */
export const halfOpen: Scenario = {
  name: "half-open",
  unit: "breaks",
  rooms: 12,
  size: 6,
  play: async ({ gathering, random, scale }) => {
    const findings = await Promise.all(
      gathering.participants.map((one) => breakOften(gathering, one, { random, scale })),
    );
    return merge(findings);
  },
};

interface Chance {
  readonly random: Random;
  readonly scale: number;
}

async function breakOften(
  gathering: Gathering,
  one: Participant,
  { random, scale }: Chance,
): Promise<Findings> {
  const findings: Findings[] = [];
  for (let turn = 0; turn < Math.max(1, turnsEach * scale); turn += 1) {
    await moment(random, 300, 5_000);
    const { name, begin } = random.pick(ways);
    const endFault = gathering.beginFault(name, one);
    begin(one.proxy);
    await sleep(200 + random.unit() * longestMs * scale);
    one.proxy.restore();
    endFault();
    findings.push({ counts: { breaks: 1, [name]: 1 } });
    await until(
      () => one.client.isSeated,
      () => `${one.client.history.actor} to be back`,
    );
  }
  return merge(findings);
}
