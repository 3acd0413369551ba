import { expect, test } from "vitest";
import { accountOf, backAfterMs, gaps, isSteady } from "./direction.ts";
import type { Sample } from "./samples.ts";

const span = { start: 1_000, end: 10_000 };

test("gaps() finds no gap where sound comes all the time", () => {
  expect(gaps(talk([0, 10_000]), "soundPackets", span)).toEqual([]);
});

test("gaps() finds a gap from the last packet before it to the first after it", () => {
  const samples = talk([0, 3_000], [7_000, 10_000]);
  expect(gaps(samples, "soundPackets", span)).toEqual([{ start: 3_000, end: 7_000 }]);
});

test("gaps() takes in a gap that began before the span", () => {
  const samples = talk([0, 600], [4_000, 10_000]);
  expect(gaps(samples, "soundPackets", span)).toEqual([{ start: 600, end: 4_000 }]);
});

test("gaps() leaves a gap open that does not end in the span", () => {
  expect(gaps(talk([0, 3_000]), "soundPackets", span)).toEqual([{ start: 3_000, end: 10_000 }]);
});

test("gaps() finds nothing but a gap where nothing ever came", () => {
  expect(gaps([], "soundPackets", span)).toEqual([{ start: 1_000, end: 10_000 }]);
});

test("gaps() passes over what comfort noise leaves", () => {
  const samples = talk([0, 3_000], [3_900, 10_000]);
  expect(gaps(samples, "soundPackets", span)).toEqual([]);
});

test("gaps() takes a page that could not look for no gap, when there was growth all along", () => {
  const [first, last] = [talk([0, 3_000]), talk([7_000, 10_000]).map((one) => later(one, 16))];
  const busy = last.map((sample, at) => (at === 0 ? { ...sample, sinceMs: 4_000 } : sample));
  expect(gaps([...first, ...last], "soundPackets", span)).toHaveLength(1);
  expect(gaps([...first, ...busy], "soundPackets", span)).toEqual([]);
});

test("isSteady() is false in a gap, and before anything has come", () => {
  expect(isSteady(talk([0, 10_000]), span)).toBe(true);
  expect(isSteady(talk([0, 9_000 - 1]), { start: 7_000, end: 10_001 })).toBe(false);
  expect(isSteady(talk([2_000, 10_000]), span)).toBe(false);
  expect(isSteady([], span)).toBe(false);
});

test("backAfterMs() counts from the moment asked for, and not from the gap", () => {
  const samples = talk([0, 3_000], [7_000, 10_000]);
  expect(backAfterMs(samples, "soundPackets", { ...span, since: 5_000 })).toBe(2_000);
});

test("backAfterMs() is that of the last gap, for who comes and goes is not back", () => {
  const samples = talk([0, 3_000], [5_000, 5_400], [8_000, 10_000]);
  expect(backAfterMs(samples, "soundPackets", { ...span, since: 4_000 })).toBe(4_000);
});

test("backAfterMs() is 0 for what was never away, and null for what stays away", () => {
  const times = { ...span, since: 5_000 };
  expect(backAfterMs(talk([0, 10_000]), "soundPackets", times)).toBe(0);
  expect(backAfterMs(talk([0, 3_000]), "soundPackets", times)).toBeNull();
});

test("backAfterMs() goes on from one peer connection to the next", () => {
  const samples = [...talk([0, 3_000]), ...talk([6_000, 10_000]).map(ofAnother)];
  expect(backAfterMs(samples, "soundPackets", { ...span, since: 5_000 })).toBe(1_200);
});

test("accountOf() sums up what grew, for each peer connection from its own beginning", () => {
  const samples = [...talk([0, 3_000]), ...talk([6_000, 10_000]).map(ofAnother)];
  expect(accountOf(samples, span)).toMatchObject({
    longestSilenceMs: 3_000,
    connections: 2,
    packetsLost: 0,
    path: "direct/udp",
  });
});

test("accountOf() gives shares of what was played, and pictures by the second", () => {
  const [first, last] = [sampleAt(1_000), sampleAt(11_000)];
  const samples = [
    first,
    { ...last, framesDecoded: first.framesDecoded + 150, played: 480_000, concealed: 4_800 },
  ];
  expect(accountOf(samples, { start: 1_000, end: 11_000 })).toMatchObject({
    concealedShare: 0.01,
    framesPerSecond: 15,
  });
});

/** Samples each 200 ms, with sound that grows from one to the next within each of the spells. */
function talk(...spells: readonly (readonly [number, number])[]): readonly Sample[] {
  const times = spells.flatMap(([from, to]) =>
    Array.from({ length: Math.floor((to - from) / 200) + 1 }, (_, at) => from + at * 200),
  );
  return times.map((at, index) => ({ ...sampleAt(at), soundPackets: 100 + index }));
}

function later(sample: Sample, packets: number): Sample {
  return { ...sample, soundPackets: sample.soundPackets + packets };
}

function ofAnother(sample: Sample): Sample {
  return { ...sample, fingerprint: "another" };
}

function sampleAt(at: number): Sample {
  return {
    at,
    sinceMs: 200,
    fingerprint: "one",
    soundPackets: 0,
    framesDecoded: 0,
    packetsLost: 0,
    freezes: 0,
    played: 0,
    concealed: 0,
    path: "direct/udp",
  };
}
