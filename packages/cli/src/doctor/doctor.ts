import type { SettingError } from "@lectern/settings/read-settings";
import type { FoundEnvironment } from "../environment.ts";
import type { ServeFlags } from "../serve-config.ts";
import type { CheckResult } from "./check.ts";
import { clockCheck } from "./check-clock.ts";
import { dataFolderCheck } from "./check-data-folder.ts";
import { originCheck } from "./check-origin.ts";
import { pageCheck } from "./check-page.ts";
import { portsCheck } from "./check-ports.ts";
import { proxyCheck } from "./check-proxy.ts";
import { socketCheck } from "./check-socket.ts";
import { tlsCheck } from "./check-tls.ts";
import { turnCheck } from "./check-turn.ts";
import { bad, good } from "./finding.ts";
import { reportLines } from "./report.ts";
import { isFailure, runChecks, skipAll } from "./run-checks.ts";
import { readSetUp } from "./set-up.ts";

const checks = [
  dataFolderCheck,
  portsCheck,
  pageCheck,
  tlsCheck,
  proxyCheck,
  clockCheck,
  socketCheck,
  originCheck,
  turnCheck,
];

export interface DoctorFlags extends ServeFlags {
  readonly json?: boolean | undefined;
}

/**
 * Examines a Lectern that runs, from its settings to what browsers meet, and says what is
 * wrong and what to do; gives the exit code, 1 when something is wrong.
 *
 * @param address where people open the pages; without one, where the settings say
 */
export async function doctor(
  address: string | undefined,
  { json = false, ...flags }: DoctorFlags,
  found: FoundEnvironment,
): Promise<number> {
  const setUp = readSetUp(address, flags, found);
  const results: readonly CheckResult[] = setUp.ok
    ? [settingsAreGood, ...(await runChecks(checks, setUp.value))]
    : [...setUp.error.map(wrongSetting), ...skipAll(checks, "settings")];
  const text = json ? JSON.stringify(results, null, 2) : reportLines(results).join("\n");
  process.stdout.write(`${text}\n`);
  return results.some(isFailure) ? 1 : 0;
}

const settingsAreGood: CheckResult = { id: "settings", ...good("Every setting can be read") };

function wrongSetting(error: SettingError): CheckResult {
  const [text, cure] = [`${error.setting}: found ${error.found}`, `Allowed: ${error.allowed}`];
  return { id: "settings", ...bad(text, cure) };
}
