import { appKill } from "./app-kill.ts";
import { clock } from "./clock.ts";
import { cut } from "./cut.ts";
import { fewHandles } from "./few-handles.ts";
import { fullDisk } from "./full-disk.ts";
import { halfOpen } from "./half-open.ts";
import { kill } from "./kill.ts";
import type { Scenario } from "./scenario.ts";
import { longStop, shortStop } from "./stop.ts";

/** All faults, in the order in which a campaign takes them by turns. */
export const scenarios: readonly Scenario[] = [
  kill,
  cut,
  halfOpen,
  shortStop,
  longStop,
  appKill,
  clock,
  fullDisk,
  fewHandles,
];
