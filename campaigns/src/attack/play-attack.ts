import { type Lectern, readMetrics, startLectern } from "../support/lectern.ts";
import type { Random } from "../support/random.ts";
import { until } from "../support/until.ts";
import type { Attack } from "./attack.ts";
import { canCollect, liveMemoryMb } from "./live-memory.ts";
import { School } from "./school.ts";
import { startAttackers } from "./start-attackers.ts";
import { judge, type Round, type Verdict } from "./verdict.ts";

export interface AttackOptions {
  /** Good clients. */
  readonly good: number;
  /** Of each of the two halves of a round. */
  readonly seconds: number;
  readonly rounds: number;
  /** Of how many attackers and newcomers there are and how fast they are; 1 for a campaign by script. */
  readonly scale: number;
  readonly random: Random;
  /** Is told of the process of the server, once it serves. */
  readonly onServer?: (pid: number | null) => void;
  /** Is told of each process of attackers, before it has done much. */
  readonly onAttackers?: (pid: number | null) => void;
  readonly onRound?: (round: Round) => void;
}

/** What is compiled on the way is not the first round's to pay. */
const warmUpSeconds = 5;

/** Plays an attack on a server of its own, by turns with calm, beside good clients that notice both. */
export async function playAttack(attack: Attack, options: AttackOptions): Promise<Verdict> {
  const { good, rounds, random, onServer, onRound } = options;
  const env = { ...canCollect, LECTERN_LOG_LEVEL: "info" };
  const lectern = await startLectern({ command: "signal-serve", env });
  onServer?.(lectern.signalingPid());
  const school = await School.open({ url: lectern.url, good, random });
  const played: Round[] = [];
  try {
    await school.watch({ ...watchOf(attack, options), seconds: warmUpSeconds });
    while (played.length < rounds) {
      const round = await playRound({ attack, options, lectern, school });
      played.push(round);
      onRound?.(round);
    }
  } finally {
    school.close();
    await lectern.stop();
  }
  return judge(attack, played);
}

interface Stage {
  readonly attack: Attack;
  readonly options: AttackOptions;
  readonly lectern: Lectern;
  readonly school: School;
}

async function playRound({ attack, options, lectern, school }: Stage): Promise<Round> {
  const { good, scale, onAttackers } = options;
  const order = { id: attack.id, port: lectern.signalingPort, scale };
  const start = async (isCalm: boolean) => {
    const running = await startAttackers({ ...order, isCalm });
    onAttackers?.(running.pid ?? null);
    return running;
  };
  const company = attack.meanwhile && (await start(true));
  const calm = await school.watch(watchOf(attack, options));
  const calmMb = await liveMemoryMb(lectern);
  await company?.stop();
  const closedBefore = await closesOf(lectern);
  const running = await start(false);
  const attacked = await school.watch(watchOf(attack, options));
  const attackedMb = await liveMemoryMb(lectern);
  const attackers = await running.stop();
  await until(
    async () => (await connectionsOf(lectern)) <= good,
    () => "the attackers to be gone",
  );
  const closedAfter = await closesOf(lectern);
  const closes = Object.entries(closedAfter)
    .map(([code, count]) => [code, count - (closedBefore[code] ?? 0)] as const)
    .filter(([, count]) => count > 0);
  const heldMb = Math.max(0, attackedMb - calmMb);
  return { calm, attacked, attackers, closes: Object.fromEntries(closes), heldMb };
}

function watchOf({ joinsPerSecond = 0 }: Attack, { seconds, scale }: AttackOptions) {
  return { seconds, joinsPerSecond: joinsPerSecond * scale };
}

async function connectionsOf(lectern: Lectern): Promise<number> {
  const counts = await readMetrics(lectern.signalingPort);
  return [...counts]
    .filter(([name]) => name.startsWith("lectern_connections"))
    .reduce((sum, [, count]) => sum + count, 0);
}

async function closesOf(lectern: Lectern): Promise<Readonly<Record<string, number>>> {
  const counts = await readMetrics(lectern.signalingPort);
  return Object.fromEntries(
    [...counts].flatMap(([name, count]) => {
      const [, code] = /^lectern_closes_total\{code="(\w+)"\}$/.exec(name) ?? [];
      return code === undefined ? [] : [[code, count]];
    }),
  );
}
