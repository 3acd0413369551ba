import type { Scene } from "./attack.ts";
import { classRoom } from "./class-room.ts";
import { joinFrame } from "./join-frame.ts";

const burstBytes = 16 * 1024;

/** One participant of a class sends the same frame as fast as the line takes it, and is back whenever it was closed. */
export async function flood(scene: Scene, frame: Uint8Array): Promise<never> {
  const copies = Math.ceil(burstBytes / frame.length);
  const burst = Buffer.concat(Array.from({ length: copies }, () => frame));
  const join = joinFrame("flooder", classRoom(0));
  for (;;) {
    const intruder = scene.open();
    await intruder.write(join);
    while (intruder.isOpen) {
      await scene.uplink.take(burst.length);
      await intruder.write(burst);
    }
  }
}
