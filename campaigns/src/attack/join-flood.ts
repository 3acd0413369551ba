import type { Attack } from "./attack.ts";
import { classRoom } from "./class-room.ts";
import { joinFrame } from "./join-frame.ts";

/** One actor that joins over and over while a school's classes begin. */
export const joinFlood: Attack = {
  id: "D9",
  what: "one actor joins 500 times a second, each over a new socket, beside 180 good joins a second",
  end: "4008",
  // The newest keeps the seat until the next gets it.
  withinMs: 5_000,
  joinsPerSecond: 180,
  run: async (scene) => {
    const opens = scene.pace(500);
    const join = joinFrame("impatient", classRoom(0));
    for (;;) {
      await opens.take(1);
      void scene.open().write(join);
    }
  },
};
