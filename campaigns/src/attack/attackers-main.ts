// The attackers' own process: attacks when it is told to, and reports and ends when it is told to stop.
import { Attackers } from "./attackers.ts";
import { attacks } from "./attacks.ts";
import type { AttackOrder } from "./start-attackers.ts";

process.once("message", ({ id, isCalm, port, scale }: AttackOrder) => {
  const attack = attacks.find((one) => one.id === id);
  if (!attack) throw new RangeError(`There is no attack ${id}`);
  const attackers = new Attackers(port, scale);
  process.once("message", () => process.send?.(attackers.report(), () => process.exit()));
  attack.meanwhile?.(attackers);
  if (!isCalm) void attack.run(attackers);
});
