import { expect, test } from "vitest";
import { pageOf, type Run } from "./results.ts";

const run: Run = {
  campaign: "soak",
  command: "npm run soak -- --minutes 60",
  seed: 7,
  startedAt: "2026-11-25T05:00:00.000Z",
  seconds: 3600,
  commit: "abc1234",
  machine: { cpu: "Some CPU", cores: 2 },
  figures: { slope: { megabytesAnHour: 0.1234 }, complaints: [], violations: 0 },
};

test("pageOf() names by what, of what and where each figure was measured", () => {
  const page = pageOf([run]);
  expect(page).toContain("`npm run soak -- --minutes 60`");
  expect(page).toContain("2026-11-25, 3600 s, seed 7, commit abc1234, cpu Some CPU, cores 2.");
  expect(page).toContain("| slope, megabytesAnHour | 0.12 |");
  expect(page).toContain("| complaints | none |");
  expect(page).toContain("| violations | 0 |");
});

test("pageOf() says of each attack what good clients felt, and whether the promise is kept", () => {
  const relay = { calm: { p99: 4 }, attacked: { p99: 9 }, p99Ratio: 2.25 };
  const flood = { what: "a flood", relay, join: null, heldMbEach: 0.5, faults: [] };
  const late = { ...flood, delays: ["a message takes 9 ms (p99) in place of 4 ms"] };
  const page = pageOf([
    { ...run, campaign: "attack", figures: { D6: late, D8: { ...flood, delays: [] } } },
  ]);
  expect(page).toContain("| D6: a flood | 4 to 9 | 2.25 |  |  | 0.5 | not kept |");
  expect(page).toContain("| D8: a flood | 4 to 9 | 2.25 |  |  | 0.5 | kept |");
});

test("pageOf() says of each fault of the network how long it was felt, and whether that is as promised", () => {
  const times = { count: 20, p50: 1_226, p95: 1_430, p99: 1_599, max: 1_599 };
  const good = {
    bite: "no echo",
    rounds: 20,
    figures: { "sound back after [ms]": times, "others: packets lost": 0 },
    complaints: [],
  };
  const bad = { ...good, complaints: ["sound was not back in 1 of 20 rounds"] };
  const figures = { "outage-1s": good, "new-address": bad, tunnel: { skipped: "no netem" } };
  const page = pageOf([{ ...run, campaign: "network", figures }]);
  expect(page).toContain("outage-1s, 20 rounds (no echo): as promised");
  expect(page).toContain("| sound back after [ms] | p50 1,226, p95 1,430, most 1,599 (of 20) |");
  expect(page).toContain("| others: packets lost | 0 |");
  expect(page).toContain("new-address, 20 rounds (no echo): sound was not back in 1 of 20 rounds");
  expect(page).toContain("tunnel: not played: no netem");
});

test("pageOf() shows where each server of the bench spent its time, the most first", () => {
  const hottest = [
    { name: "writev", share: 0.214 },
    { name: "(garbage collector)", share: 0.09 },
  ];
  const profiles = [{ measurement: "joins-most", server: "lectern", hottest }];
  const page = pageOf([{ ...run, campaign: "bench-profile", figures: { profiles } }]);
  expect(page).toContain("| joins-most | lectern | 21 % writev<br>9 % (garbage collector) |");
});

test("pageOf() puts both servers of the bench side by side, with the goal", () => {
  const results = [
    {
      title: "relay",
      unit: "messages/s",
      lectern: 30_865,
      yardstick: 27_692,
      ratio: 1.114,
      isMet: true,
    },
    {
      ...{ title: "CPU", unit: "s", lectern: 3.12, yardstick: 2.22, ratio: 1.405 },
      ...{ isMet: false, cost: "it checks" },
    },
    { title: "second tries", unit: "", lectern: 0, yardstick: 0, ratio: null, isMet: true },
  ];
  const page = pageOf([{ ...run, campaign: "bench", figures: { results } }]);
  expect(page).toContain("| relay [messages/s] | 30,865 | 27,692 | 1.11 | met |");
  expect(page).toContain("| CPU [s] | 3.12 | 2.22 | 1.41 | not met: it checks |");
  expect(page).toContain("| second tries [] | 0 | 0 |  | met |");
});

test("pageOf() says nothing of a seed where chance had no part", () => {
  const { seed: _, ...seedless } = run;
  expect(pageOf([seedless])).toContain("2026-11-25, 3600 s, commit abc1234,");
});
