import { parseArgs } from "node:util";
import manifest from "../package.json" with { type: "json" };
import { readEnvironment } from "./environment.ts";
import { type Command, helpOf, isCommand, overview } from "./help.ts";
import { turnConfig } from "./relay/turn-config.ts";
import { serve } from "./serve.ts";
import { signalServe } from "./signal-serve.ts";

process.exitCode = await run(process.argv.slice(2));

async function run([first = "--help", ...rest]: readonly string[]): Promise<number> {
  const [command = "--help", ...args] = first === "help" ? [...rest, "--help"] : [first, ...rest];
  if (command === "--help" || command === "-h") return print(overview());
  if (command === "--version") return print(`${manifest.version}\n`);
  if (!isCommand(command)) {
    process.stderr.write(`There is no command "${command}"\n\n${overview()}`);
    return 2;
  }
  return args.includes("--help") ? print(helpOf(command)) : runCommand(command, args);
}

function runCommand(command: Command, args: readonly string[]): Promise<number> | number {
  const findEnvironment = () => readEnvironment(process.cwd(), process.env);
  try {
    const options = { host: { type: "string" }, port: { type: "string" } } as const;
    if (command === "signal-serve") {
      parseArgs({ args: [...args], options });
      return signalServe(args, findEnvironment());
    }
    if (command === "turn-config") {
      parseArgs({ args: [...args] });
      return turnConfig(findEnvironment());
    }
    const serveOptions = {
      ...options,
      tls: { type: "string" },
      turn: { type: "boolean" },
    } as const;
    if (command === "serve") {
      return serve(parseArgs({ args: [...args], options: serveOptions }).values, findEnvironment);
    }
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...serveOptions, json: { type: "boolean" } },
      allowPositionals: true,
    });
    const [address, ...others] = positionals;
    if (others.length > 0) throw new TypeError(`One address is enough: ${others.join(" ")}`);
    // Loaded only here, so that the supervisor does not keep it in memory.
    return import("./doctor/doctor.ts").then(({ doctor }) =>
      doctor(address, values, findEnvironment()),
    );
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n\n${helpOf(command)}`);
    return 2;
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
