import type { Attack } from "./attack.ts";

const addresses = 10;

/** Sockets that never join, as many of each address as the server lets wait. */
export const silentSockets: Attack = {
  id: "D2",
  what: `5,000 sockets from ${addresses} addresses that never join, 500 opened a second`,
  end: "4102",
  // 10 s to join, 2 s to answer the close.
  withinMs: 14_000,
  joinsPerSecond: 20,
  run: (scene) => {
    const opens = scene.pace(500);
    return scene.keepUp(5_000, async (place) => {
      await opens.take(1);
      await scene.open({ from: place % addresses }).ended;
    });
  },
};
