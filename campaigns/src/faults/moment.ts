import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../support/random.ts";

/** Lets a random time pass, in ms. */
export function moment(random: Random, fromMs: number, toMs: number): Promise<void> {
  return sleep(fromMs + random.unit() * (toMs - fromMs));
}
