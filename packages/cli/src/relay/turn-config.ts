import { describeError } from "@lectern/settings/read-settings";
import type { FoundEnvironment } from "../environment.ts";
import { coturnConfig } from "./coturn-config.ts";
import { readRelayConfig } from "./relay-config.ts";

/** Prints a configuration for a coturn that somebody runs themselves; gives the exit code. */
export function turnConfig({ env, errors }: FoundEnvironment): number {
  const config = readRelayConfig(env);
  if (config.ok && errors.length === 0) {
    process.stdout.write(coturnConfig(config.value));
    return 0;
  }
  for (const error of [...errors, ...(config.ok ? [] : config.error)]) {
    process.stderr.write(`${describeError(error)}\n`);
  }
  return 2;
}
