import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Fault, TwoEnds } from "../testing/two-ends.ts";

const faults: readonly Fault[] = [
  "network down",
  "network up",
  "address moves",
  "caller leaves",
  "caller is back",
  "callee leaves",
  "callee is back",
  "caller sleeps",
  "callee sleeps",
  "caller is doubted",
  "callee is doubted",
];
const walk = fc.record({
  cure: fc.constantFrom("restart", "relay", "rebuild"),
  hasRelay: fc.boolean(),
  canRestart: fc.boolean(),
  canAsk: fc.boolean(),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
  faults: fc.array(
    fc.record({ fault: fc.constantFrom(...faults), afterMs: fc.integer({ min: 0, max: 30_000 }) }),
    { maxLength: 30 },
  ),
});

describe("two ends of a pair, on a network that comes and goes", () => {
  test("only the initiator restarts, and once the network is back the call is up", () => {
    fc.assert(
      fc.property(walk, ({ faults: script, ...conditions }) => {
        const ends = new TwoEnds(conditions);
        for (const { fault, afterMs } of script) {
          ends.suffer(fault);
          ends.pass(afterMs);
        }
        for (const cure of ["network up", "caller is back", "callee is back"] as const) {
          ends.suffer(cure);
        }
        ends.pass(120_000);
        expect(ends.states).toEqual({ connection: "connected", caller: "well", callee: "well" });
        expect(ends.doneBy("callee")).toEqual(ends.doneBy("callee").filter((did) => did === "ask"));
        expect(ends.doneBy("caller")).not.toContain("ask");
      }),
      { numRuns: 10_000 },
    );
  });

  test("in a long outage less and less is tried", () => {
    const conditions = { cure: "restart", hasRelay: true, canRestart: true, canAsk: true } as const;
    const ends = new TwoEnds({ ...conditions, random: 0 });
    const countIn = (ms: number) => {
      const before = ends.doneBy("caller").length + ends.doneBy("callee").length;
      ends.pass(ms);
      return ends.doneBy("caller").length + ends.doneBy("callee").length - before;
    };
    ends.suffer("network down");
    ends.pass(300_000);
    expect(countIn(600_000)).toBeLessThan(60);
  });
});
