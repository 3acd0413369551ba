import type { Signal } from "@lectern/protocol/messages";
import { expect, test } from "vitest";
import { addSignal, withoutCandidates, withoutDescriptions } from "./signal-log.ts";

const offer: Signal = { type: "offer", payload: { type: "offer", sdp: "v=0" } };
const answer: Signal = { type: "answer", payload: { type: "answer", sdp: "v=0" } };
const way: Signal = { type: "ice-candidate", payload: { candidate: "one" } };
const end: Signal = { type: "ice-candidate", payload: null };

test.each([
  [[], offer, [offer]],
  [[offer], way, [offer, way]],
  [[offer, way], end, [offer, way, end]],
  [[offer, way, end], offer, [offer]],
  [[offer, way], answer, [answer]],
  [[answer, way], offer, [answer, offer]],
  [[answer, offer, way], answer, [answer]],
])("addSignal(%j, %j) is %j", (log, signal, longer) => {
  expect(addSignal(log, signal)).toEqual(longer);
});

test("addSignal() keeps 64 signals and no more", () => {
  let log: readonly Signal[] = [offer];
  for (let count = 0; count < 100; count += 1) log = addSignal(log, way);
  expect(log).toHaveLength(64);
  expect(log[0]).toBe(offer);
});

test("withoutDescriptions() leaves the candidates, withoutCandidates() the descriptions", () => {
  const log = [answer, way, offer, end];
  expect(withoutDescriptions(log)).toEqual([way, end]);
  expect(withoutCandidates(log)).toEqual([answer, offer]);
});
