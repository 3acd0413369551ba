import { expect, test } from "vitest";
import { FakeSender } from "../testing/fake-connection.ts";
import { type Encoding, SenderTuner } from "./sender-tuner.ts";

const encoding: Encoding = { active: true, priority: "low", maxBitrate: 100_000 };

test("a sender is told all at once, in what it gave itself", async () => {
  const sender = new FakeSender(null);
  sender.told.push({ encodings: [{ rid: "x", active: false }] });
  await new SenderTuner().tune(asSender(sender), encoding, "maintain-framerate");
  expect(sender.told.slice(1)).toEqual([
    {
      encodings: [{ rid: "x", ...encoding, networkPriority: "low" }],
      degradationPreference: "maintain-framerate",
    },
  ]);
});

test("a sender is told nothing that it was told before", async () => {
  const sender = new FakeSender(null);
  const tuner = new SenderTuner();
  await tuner.tune(asSender(sender), encoding);
  await tuner.tune(asSender(sender), { ...encoding });
  expect(sender.told).toHaveLength(1);
  await tuner.tune(asSender(sender), { ...encoding, active: false });
  expect(sender.told).toHaveLength(2);
});

test("a sender that refuses is told again", async () => {
  const sender = new FakeSender(null);
  const tuner = new SenderTuner();
  sender.setParameters = () => Promise.reject(new DOMException("too late", "InvalidStateError"));
  await tuner.tune(asSender(sender), encoding);
  Reflect.deleteProperty(sender, "setParameters");
  await tuner.tune(asSender(sender), encoding);
  expect(sender.told).toHaveLength(1);
});

test("a sender that has no encodings yet is told when it has", async () => {
  const sender = new FakeSender(null);
  const tuner = new SenderTuner();
  sender.told.push({ encodings: [] });
  await tuner.tune(asSender(sender), encoding);
  expect(sender.told).toHaveLength(1);
  sender.told.push({ encodings: [{}] });
  await tuner.tune(asSender(sender), encoding);
  expect(sender.told).toHaveLength(3);
});

function asSender(sender: FakeSender): RTCRtpSender {
  return sender as unknown as RTCRtpSender;
}
