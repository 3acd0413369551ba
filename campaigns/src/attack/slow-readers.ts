import type { Attack, Scene } from "./attack.ts";
import { clientFrame, opcodes, textFrame } from "./client-frame.ts";
import { joinFrame } from "./join-frame.ts";

const room = "frozen";
const talkers = 10;
const talkMs = 100;
/** The longest line of chat there is: 2,000 characters of four bytes. */
const line = textFrame({ type: "chat", message: "😀".repeat(2_000) });
const pingMs = 1_000;

/** Readers that stand still in a room where much is said. */
export const slowReaders: Attack = {
  id: "D5",
  what: `50 frozen readers in a room of 60, in which ${talkers} say 10 lines of 8 kB a second each`,
  // What they would read of their end is behind what they do not read.
  end: "4002",
  // The kernel takes some MB before the server sees that nobody reads; then 5 s, and 2 s to answer the close.
  withinMs: 20_000,
  meanwhile: (scene) => {
    for (let place = 0; place < talkers; place += 1) talk(scene, place);
  },
  run: async (scene) => {
    await scene.keepUp(50, async (place) => {
      const intruder = scene.open({ isFrozen: true });
      await intruder.write(joinFrame(`frozen-${place}`, room));
      // Who does not read learns by writing that the socket is gone.
      const ping = setInterval(() => intruder.write(clientFrame(opcodes.ping)), pingMs);
      await intruder.ended;
      clearInterval(ping);
    });
  },
};

function talk(scene: Scene, place: number): void {
  const talker = scene.open({ isInnocent: true });
  void talker.write(joinFrame(`talker-${place}`, room));
  setInterval(() => talker.write(line), talkMs);
}
