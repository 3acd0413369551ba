import type { Attack } from "./attack.ts";
import { clientFrame, opcodes } from "./client-frame.ts";
import { joinFrame } from "./join-frame.ts";

const pingMs = 1_000;
const first = clientFrame(opcodes.text, "x".repeat(1_000), { isFinal: false });
const next = clientFrame(opcodes.continuation, "x".repeat(1_000), { isFinal: false });
/** One less than the server puts up with, in fragments and about in bytes. */
const unfinished = Buffer.concat([first, ...Array.from({ length: 62 }, () => next)]);

/** Messages that begin and never end, with pings as a sign of life. */
export const unfinishedMessages: Attack = {
  id: "D4",
  what: "40 participants, each with a message of 63 fragments that is never finished",
  end: "4001",
  // 10 s for the message, looked at every second, and 2 s to answer the close.
  withinMs: 15_000,
  run: (scene) =>
    scene.keepUp(40, async (place) => {
      const intruder = scene.open();
      await intruder.write(joinFrame(place, "unfinished"));
      await intruder.write(unfinished);
      const ping = setInterval(() => intruder.write(clientFrame(opcodes.ping)), pingMs);
      await intruder.ended;
      clearInterval(ping);
    }),
};
