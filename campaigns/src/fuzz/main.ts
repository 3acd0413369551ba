// The fuzz campaign: hostile inputs into the parsers in process, and over sockets into a running server.
import { anySeed, readOptions } from "../support/options.ts";
import { Progress } from "../support/progress.ts";
import { createRandom } from "../support/random.ts";
import { writeResult } from "../support/results.ts";
import { fuzzInProcess } from "./in-process.ts";
import { fuzzOverSockets } from "./over-sockets.ts";

/** How much of the inputs goes over sockets. */
const socketShare = 0.2;

const { seed, inputs } = readOptions({ seed: anySeed(), inputs: 100_000 });
const command = `npm run fuzz -- --seed ${seed} --inputs ${inputs}`;
const startedAt = Date.now();
console.log(command);

const overSockets = Math.round(inputs * socketShare);
const parsers = new Progress("parsers", inputs - overSockets);
const inProcess = fuzzInProcess({
  inputs: inputs - overSockets,
  random: createRandom(seed),
  onProgress: (done) => parsers.tell(done),
});
const sockets = new Progress("sockets", overSockets);
const server = await fuzzOverSockets({
  inputs: overSockets,
  random: createRandom(seed + 1),
  onProgress: (sent) => sockets.tell(sent),
});

const faults = inProcess.faults.length + server.faults.length;
const figures = { inputs, faults, inProcess, overSockets: server };
const file = writeResult({ campaign: "fuzz", command, seed, startedAt, figures });
console.log(JSON.stringify(figures, null, 2));
console.log(`fuzz: ${faults === 0 ? "good" : `${faults} faults`}; ${file}`);
process.exitCode = faults === 0 ? 0 : 1;
