import type { Attack } from "./attack.ts";
import { textFrame } from "./client-frame.ts";
import { flood } from "./flood.ts";

/** The shortest lines of chat, of which everybody in the class gets those within the limit. */
export const messageFlood: Attack = {
  id: "D8",
  what: "one participant of a class chats at 40 Mbit/s, and is back whenever it was closed",
  end: "4008",
  withinMs: 13_000,
  run: (scene) => flood(scene, textFrame({ type: "chat", message: "x" })),
};
