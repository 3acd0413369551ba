// The soak: a school lives on a server for an hour or a day, while the server's memory is watched.
import { anySeed, readOptions } from "../support/options.ts";
import { createRandom } from "../support/random.ts";
import { writeResult } from "../support/results.ts";
import { soak } from "./soak.ts";

/** Promise 11, in MB an hour. */
const allowedPerHour = 1;

const { seed, minutes, connections } = readOptions({
  seed: anySeed(),
  minutes: 60,
  connections: 2_000,
});
const command = `npm run soak -- --seed ${seed} --minutes ${minutes} --connections ${connections}`;
const startedAt = Date.now();
console.log(command);

const figures = await soak({
  minutes,
  connections,
  random: createRandom(seed),
  onMinute: (minute, { rssMb, heapMb, handles, seats }, seated) =>
    console.log(
      `minute ${minute} of ${minutes}: ${rssMb.toFixed(1)} MB, heap ${heapMb.toFixed(1)} MB, ${handles} handles, ${seats} seats, ${seated} clients in`,
    ),
});

const { slope, before, after } = figures;
const isEmpty = after.connections + after.rooms + after.seats + after.keptBytes === 0;
const isGood = slope.perHour <= allowedPerHour && isEmpty && after.handles <= before.handles;
const file = writeResult({ campaign: "soak", command, seed, startedAt, figures });
console.log(JSON.stringify(figures, null, 2));
console.log(
  `soak: ${isGood ? "good" : "not good"}: ${slope.perHour.toFixed(2)} ± ${slope.errorPerHour.toFixed(2)} MB/h; ${file}`,
);
process.exitCode = isGood ? 0 : 1;
