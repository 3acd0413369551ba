import { limits } from "@lectern/protocol/limits";
import type { Attack } from "./attack.ts";
import { clientFrame, opcodes } from "./client-frame.ts";

const tooLong = clientFrame(opcodes.text, "x".repeat(limits.maxFrameBytes + 1));
const lying = clientFrame(opcodes.text, "x", { length: 2 ** 40 });

/** Messages that are a byte too long, and headers that tell of a terabyte. */
export const oversizedMessages: Attack = {
  id: "D3",
  what: "frames of 64 KiB + 1 and headers of 1 TiB in turn, each over a new socket, at 40 Mbit/s",
  end: "1009",
  withinMs: 4_000,
  run: async (scene) => {
    for (let count = 0; ; count += 1) {
      const frame = count % 2 === 0 ? tooLong : lying;
      await scene.uplink.take(frame.length);
      void scene.open().write(frame);
    }
  },
};
