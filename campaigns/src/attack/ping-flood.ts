import type { Attack } from "./attack.ts";
import { clientFrame, opcodes } from "./client-frame.ts";
import { flood } from "./flood.ts";

/** Pings without a payload: the most frames a byte. */
export const pingFlood: Attack = {
  id: "D6",
  what: "one participant of a class sends pings at 40 Mbit/s, and is back whenever it was closed",
  end: "4008",
  withinMs: 13_000,
  run: (scene) => flood(scene, clientFrame(opcodes.ping)),
};
