import { describe, expect, test } from "vitest";
import type { MendingStep } from "../state.ts";
import { step, well } from "./ladder.ts";
import type { Facts, Mending, MendingEvent, Trouble } from "./mending.ts";

const now = 100_000;
const initiator: Facts = {
  connection: "disconnected",
  isInitiator: true,
  canRestart: true,
  hasRelay: true,
  isReachable: true,
  canAsk: true,
  now,
  random: 1,
};
const other: Facts = { ...initiator, isInitiator: false };
const timeout: MendingEvent = { type: "timeout" };
const connection: MendingEvent = { type: "connection" };

describe("step() from well", () => {
  test.each([
    ["disconnected: waits 2 s for it to pass", connection, initiator, "wavering", 2_000, []],
    ["failed: restarts at once", connection, { ...initiator, connection: "failed" }, ...restarts()],
    ["failed, at the other end: asks", connection, { ...other, connection: "failed" }, ...asks()],
    ["changed: restarts what is up", { type: "changed" }, up(initiator), ...restarts()],
    ["changed, at the other end: asks", { type: "changed" }, up(other), ...asks()],
    ["asked: restarts what is up", { type: "asked" }, up(initiator), ...restarts()],
    ["asked, at the other end: asks in turn", { type: "asked" }, up(other), ...asks()],
    ["doubted: makes what is up anew", { type: "doubted" }, up(initiator), ...rebuilds()],
    ["doubted, at the other end: asks", { type: "doubted" }, up(other), ...asks()],
    ["doubted, and down: restarts", { type: "doubted" }, initiator, ...restarts()],
    ["changed, no use to restart: anew", { type: "changed" }, mixed(initiator), ...rebuilds()],
    [
      "failed, no use to restart: anew",
      connection,
      mixed({ ...initiator, connection: "failed" }),
      ...rebuilds(),
    ],
    ["asked, no use to restart: anew", { type: "asked" }, mixed(up(initiator)), ...rebuilds()],
    ["changed, without a seat: waits for it", { type: "changed" }, away(initiator), ...waits()],
  ] as const)("%s", (_, event, facts, next, timeoutMs, effects) => {
    const after = step(well, event, facts);
    expect(after.mending).toMatchObject({ step: next, timeoutMs, since: now, rounds: 0 });
    expect(after.effects).toEqual(effects);
  });

  test.each([
    ["seated", { type: "seated" }, up(initiator)],
    ["answered", { type: "answered" }, up(initiator)],
    ["connecting", connection, { ...initiator, connection: "connecting" }],
    ["connected", connection, up(initiator)],
    ["changed, the initiator is a plain client", { type: "changed" }, plain(up(other))],
  ] as const)("%s: does nothing", (_, event, facts) => {
    expect(step(well, event, facts)).toEqual({ mending: well, effects: [] });
  });
});

describe("step() from wavering", () => {
  test("connected -> well, and nothing was done", () => {
    expect(step(at("wavering"), connection, up(initiator))).toEqual({ mending: well, effects: [] });
  });

  test.each([
    ["2 s: restarts", timeout, initiator, ...restarts()],
    ["2 s, at the other end: asks", timeout, other, ...asks()],
    ["2 s, without a seat: waits for it", timeout, away(initiator), ...waits()],
    ["2 s, the initiator is a plain client: waits", timeout, plain(other), ...waits()],
    ["failed: restarts", connection, { ...initiator, connection: "failed" }, ...restarts()],
    ["seated: restarts", { type: "seated" }, initiator, ...restarts()],
  ] as const)("%s", (_, event, facts, next, timeoutMs, effects) => {
    const after = step(at("wavering"), event, facts);
    expect(after.mending).toMatchObject({ step: next, timeoutMs, since: 1, begunAt: now });
    expect(after.effects).toEqual(effects);
  });
});

describe("step() climbs after 8 s", () => {
  const relay = { type: "restart", through: "relay" };
  test.each([
    ["restarting", initiator, "trying-relay", 8_000, [relay]],
    ["restarting", { ...initiator, hasRelay: false }, "rebuilding", 8_000, [{ type: "rebuild" }]],
    ["trying-relay", initiator, "rebuilding", 8_000, [{ type: "rebuild" }]],
    ["rebuilding", initiator, "waiting", 2_000, []],
    ["restarting", other, "waiting", 2_000, []],
    ["restarting", away(initiator), "waiting", null, []],
  ] as const)("%s, answered, %j -> %s", (from, facts, next, timeoutMs, effects) => {
    const after = step(at(from, { isAnswered: true }), timeout, facts);
    expect(after.mending).toMatchObject({ step: next, timeoutMs, since: 1 });
    expect(after.effects).toEqual(effects);
  });

  test.each(["restarting", "trying-relay", "rebuilding"] as const)(
    "%s, not answered -> waiting, since the other end is not there",
    (from) => {
      const after = step(at(from), timeout, initiator);
      expect(after).toMatchObject({ mending: { step: "waiting" }, effects: [] });
    },
  );

  test.each(["restarting", "trying-relay", "rebuilding"] as const)(
    "%s, answered, failed -> climbs at once",
    (from) => {
      const failed: Facts = { ...initiator, connection: "failed" };
      const before = at(from, { isAnswered: true });
      expect(step(before, connection, failed)).toEqual(step(before, timeout, failed));
    },
  );

  test("restarting, not answered, failed: it is the old way that failed", () => {
    const before = at("restarting");
    expect(step(before, connection, { ...initiator, connection: "failed" }).mending).toBe(before);
  });

  test("restarting what stayed up -> well", () => {
    expect(step(at("restarting"), timeout, up(initiator)).mending).toBe(well);
  });

  test.each([
    [up(initiator), ...rebuilds()],
    [up(other), ...asks()],
  ] as const)(
    "restarting what is up, doubted by somebody: does what is done for who is well: %j",
    (facts, next, timeoutMs, effects) => {
      const after = step(at("restarting"), { type: "doubted" }, facts);
      expect(after.mending).toMatchObject({ step: next, timeoutMs, begunAt: now });
      expect(after.effects).toEqual(effects);
    },
  );

  test("an answer gives the step its 8 s anew", () => {
    const { mending } = step(at("restarting"), { type: "answered" }, initiator);
    expect(mending).toEqual(at("restarting", { isAnswered: true, begunAt: now }));
  });
});

describe("step() from waiting", () => {
  test.each([
    ["time: makes the pair anew", timeout, initiator, "rebuilding", 3, [{ type: "rebuild" }]],
    ["time, at the other end: asks again", timeout, other, "restarting", 3, [{ type: "ask" }]],
    ["changed: starts over", { type: "changed" }, initiator, "restarting", 0, restarts()[2]],
    ["seated: starts over", { type: "seated" }, initiator, "restarting", 0, restarts()[2]],
  ] as const)("%s", (_, event, facts, next, rounds, effects) => {
    const after = step(at("waiting", { rounds: 2 }), event, facts);
    expect(after.mending).toMatchObject({ step: next, rounds, since: 1 });
    expect(after.effects).toEqual(effects);
  });

  test.each([
    [2_000, 8_000],
    [60_000, 60_000],
    [null, 8_000],
  ])("a late answer makes a wait of %s one of %d ms", (timeoutMs, expected) => {
    const { mending } = step(at("waiting", { timeoutMs }), { type: "answered" }, initiator);
    expect(mending).toEqual(at("waiting", { isAnswered: true, timeoutMs: expected }));
  });

  test("the waits grow by half each to a minute", () => {
    const waits = [0, 1, 2, 8, 20].map((rounds) => waitAfter(rounds, 1));
    expect(waits).toEqual([2_000, 3_000, 4_500, 51_258, 60_000]);
  });

  test("up to half of a wait is left to chance", () => {
    expect(waitAfter(0, 0)).toBe(1_000);
  });
});

describe("step() when the two cannot come to terms", () => {
  const stuck: MendingEvent = { type: "stuck" };

  test.each(["wavering", "restarting", "trying-relay"] as const)("%s -> rebuilding", (from) => {
    const after = step(at(from), stuck, initiator);
    expect(after).toMatchObject({
      mending: { step: "rebuilding" },
      effects: [{ type: "rebuild" }],
    });
  });

  test("well, at the other end: asks", () => {
    expect(step(well, stuck, up(other)).effects).toEqual([{ type: "ask" }]);
  });

  test("rebuilding -> waiting, so that it is not made anew at once and again", () => {
    const after = step(at("rebuilding"), stuck, initiator);
    expect(after).toMatchObject({ mending: { step: "waiting", timeoutMs: 2_000 }, effects: [] });
  });

  test("waiting: goes on with it", () => {
    const before = at("waiting");
    expect(step(before, stuck, initiator).mending).toBe(before);
  });
});

describe("step() when connected", () => {
  test.each(["wavering", "restarting", "rebuilding", "waiting"] as const)("%s -> well", (from) => {
    expect(step(at(from), connection, up(initiator))).toEqual({ mending: well, effects: [] });
  });

  test("trying-relay -> well, and every kind of way is allowed again", () => {
    const after = step(at("trying-relay"), connection, up(initiator));
    expect(after).toEqual({ mending: well, effects: [{ type: "allow-all" }] });
  });
});

describe("step() when asked in the middle of a step", () => {
  test("not answered yet: what is on its way is enough", () => {
    const before = at("restarting", { begunAt: 1 });
    expect(step(before, { type: "asked" }, initiator).mending).toBe(before);
  });

  test("not answered yet, and given up waiting: the pair is made anew in 2 s", () => {
    const before = at("waiting", { begunAt: 1, rounds: 3 });
    const after = step(before, { type: "asked" }, initiator);
    expect(after).toEqual({ mending: { ...before, timeoutMs: 2_000 }, effects: [] });
  });

  test.each([
    ["trying-relay", 1_999, []],
    ["trying-relay", 2_000, [{ type: "restart", through: "all" }]],
    ["waiting", 1_999, []],
    ["waiting", 2_000, [{ type: "restart", through: "all" }]],
  ] as const)("%s, answered %d ms ago: %j", (from, agoMs, effects) => {
    const before = at(from, { isAnswered: true, begunAt: now - agoMs });
    expect(step(before, { type: "asked" }, initiator).effects).toEqual(effects);
  });

  test("what was answered in a step is known while it waits for the next", () => {
    const before = at("rebuilding", { isAnswered: true });
    expect(step(before, timeout, initiator).mending).toMatchObject({ isAnswered: true });
  });
});

function at(
  present: MendingStep,
  changes: Partial<Pick<Trouble, "isAnswered" | "begunAt" | "rounds" | "timeoutMs">> = {},
): Mending {
  return {
    step: present,
    since: 1,
    begunAt: now,
    timeoutMs: 8_000,
    isAnswered: false,
    rounds: 0,
    ...changes,
  };
}

function waitAfter(rounds: number, random: number): number | null {
  const { mending } = step(at("rebuilding", { rounds }), timeout, { ...initiator, random });
  return mending.step === "well" ? null : mending.timeoutMs;
}

function restarts() {
  return ["restarting", 8_000, [{ type: "restart", through: "all" }]] as const;
}

function rebuilds() {
  return ["rebuilding", 8_000, [{ type: "rebuild" }]] as const;
}

function asks() {
  return ["restarting", 8_000, [{ type: "ask" }]] as const;
}

function waits() {
  return ["waiting", null, []] as const;
}

function up(facts: Facts): Facts {
  return { ...facts, connection: "connected" };
}

function mixed(facts: Facts): Facts {
  return { ...facts, canRestart: false };
}

function away(facts: Facts): Facts {
  return { ...facts, isReachable: false };
}

function plain(facts: Facts): Facts {
  return { ...facts, canAsk: false };
}
