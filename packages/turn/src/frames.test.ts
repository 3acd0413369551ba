import { expect, test } from "vitest";
import { takeFrames } from "./frames.ts";

const stun = Buffer.concat([Buffer.from("01010004", "hex"), Buffer.alloc(20, 7)]);
const channelData = Buffer.from("40000003010203", "hex");
const stream = Buffer.concat([stun, channelData, Buffer.alloc(1), stun]);

test("takeFrames() takes the same frames wherever the stream was cut", () => {
  for (let cut = 0; cut <= stream.length; cut += 1) {
    const first = takeFrames(stream.subarray(0, cut));
    const second = takeFrames(Buffer.concat([first.rest, stream.subarray(cut)]));
    expect([...first.frames, ...second.frames]).toEqual([stun, channelData, stun]);
    expect(second.rest).toHaveLength(0);
  }
});
