import { describe, expect, test } from "vitest";
import type { Death } from "./child.ts";
import { Supervisor } from "./supervisor.ts";
import { FakeClock, FakeProcess, fakeSpawn } from "./testing/fake-processes.ts";

const app = { name: "app", file: "app.ts", args: [], env: {} };
const signaling = { name: "signaling server", file: "signaling.ts", args: [], env: {} };
const meeting = { roomId: "conference-1", by: "teacher-1", endedAt: 5 };

const relay = { name: "relay", command: "relay", args: [], isAnswering: async () => true };

function setUp({ isSignalingOn = true, hasRelay = false } = {}) {
  const { spawn, started } = fakeSpawn();
  const clock = new FakeClock();
  const deaths: Death[] = [];
  const links: string[] = [];
  const supervisor = new Supervisor({
    app,
    signaling: isSignalingOn ? signaling : null,
    relay: hasRelay ? relay : null,
    spawn,
    clock,
    onFirstAccount: (path) => links.push(path),
    onDeath: (_, death) => deaths.push(death),
  });
  const start = supervisor.start();
  const running = (name: string): FakeProcess =>
    started.findLast(({ program }) => program.name === name) ?? new FakeProcess(app);
  return { supervisor, start, started, clock, deaths, links, running };
}

/** What a promise has come to after everything that is due has run. */
async function settled<T>(promise: Promise<T>): Promise<T | "pending"> {
  await new Promise(setImmediate);
  return Promise.race([promise, Promise.resolve("pending" as const)]);
}

test("Supervisor is ready when both processes said so, not before", async () => {
  const { start, running } = setUp();
  running("app").says({ type: "ready" });
  expect(await settled(start)).toBe("pending");
  running("signaling server").says({ type: "ready" });
  expect(await settled(start)).toEqual({ type: "ready" });
});

test("Supervisor starts no signaling server that is switched off", async () => {
  const { start, started, running } = setUp({ isSignalingOn: false });
  running("app").says({ type: "ready" });
  expect(await settled(start)).toEqual({ type: "ready" });
  expect(started.map(({ program }) => program.name)).toEqual(["app"]);
});

test("Supervisor keeps a relay running, and waits for it at the start", async () => {
  const { start, running, started, clock } = setUp({ hasRelay: true });
  running("app").says({ type: "ready" });
  running("signaling server").says({ type: "ready" });
  expect(await settled(start)).toBe("pending");
  running("relay").says({ type: "ready" });
  expect(await settled(start)).toEqual({ type: "ready" });
  running("relay").dies(null, "SIGKILL");
  clock.turn(200);
  expect(started.filter(({ program }) => program === relay)).toHaveLength(2);
});

test("Supervisor stops the relay when signaling has stopped", async () => {
  const { supervisor, running, clock } = setUp({ hasRelay: true });
  const closed = supervisor.close();
  await settled(closed);
  expect(running("relay").signals).toEqual([]);
  running("signaling server").dies(0);
  await settled(closed);
  expect(running("relay").signals).toEqual(["SIGTERM"]);
  running("relay").dies(0);
  running("app").dies(0);
  expect(await settled(closed)).toBeUndefined();
  expect(clock.waiting).toBe(0);
});

test("Supervisor passes on what the processes tell each other, and nothing else", () => {
  const { running, links } = setUp();
  running("signaling server").says({ type: "hello" });
  running("signaling server").says({ type: "meeting-ended", ...meeting });
  running("signaling server").says({ type: "ready" });
  running("signaling server").says({ type: "no such thing" });
  running("app").says({ type: "closings", meetings: [meeting], removals: [] });
  running("app").says({ type: "first-account", path: "/welcome#s" });
  expect(running("app").received).toEqual([
    { type: "hello" },
    { type: "meeting-ended", ...meeting },
  ]);
  expect(running("signaling server").received).toEqual([
    { type: "closings", meetings: [meeting], removals: [] },
  ]);
  expect(links).toEqual(["/welcome#s"]);
});

test("Supervisor starts a process that died again, later each time", () => {
  const { running, started, clock, deaths } = setUp();
  running("app").says({ type: "ready" });
  running("signaling server").says({ type: "ready" });
  running("signaling server").dies(null, "SIGKILL");
  clock.turn(199);
  expect(started).toHaveLength(2);
  clock.turn(1);
  expect(started).toHaveLength(3);
  running("signaling server").dies(7);
  clock.turn(399);
  expect(started).toHaveLength(3);
  clock.turn(1);
  expect(started).toHaveLength(4);
  expect(deaths.map(({ how, restartMs }) => [how, restartMs])).toEqual([
    ["SIGKILL", 200],
    ["code 7", 400],
  ]);
});

test("Supervisor gives up on a process that failed before it was ever ready", async () => {
  const { start, running, clock } = setUp();
  const failure = { type: "failed", code: "EADDRINUSE", message: "No", setting: "LECTERN_PORT" };
  running("app").says(failure);
  running("app").dies(1);
  expect(await settled(start)).toMatchObject({ type: "failed", program: app, death: { failure } });
  expect(running("signaling server").signals).toEqual(["SIGTERM"]);
  running("signaling server").dies(0);
  clock.turn(60_000);
  expect(running("app").signals).toEqual([]);
});

test("Supervisor gives up at the third death without a word before readiness", async () => {
  const { start, running, clock, deaths } = setUp();
  for (const delay of [200, 400]) {
    running("app").dies(1);
    clock.turn(delay);
    expect(await settled(start)).toBe("pending");
  }
  running("app").dies(1);
  expect(await settled(start)).toMatchObject({ type: "failed", death: { how: "code 1" } });
  expect(deaths).toHaveLength(2);
});

test("Supervisor goes on trying when a process fails that had been ready", () => {
  const { running, started, clock } = setUp();
  running("app").says({ type: "ready" });
  running("app").dies(1);
  clock.turn(200);
  running("app").says({ type: "failed", code: "EADDRINUSE", message: "No" });
  running("app").dies(1);
  clock.turn(400);
  expect(started.filter(({ program }) => program === app)).toHaveLength(3);
});

test("Supervisor stops signaling first and the app after it, and starts neither again", async () => {
  const { supervisor, running, started, clock } = setUp();
  const closed = supervisor.close();
  await settled(closed);
  expect(running("signaling server").signals).toEqual(["SIGTERM"]);
  expect(running("app").signals).toEqual([]);
  running("signaling server").dies(0);
  await settled(closed);
  expect(running("app").signals).toEqual(["SIGTERM"]);
  running("app").dies(0);
  expect(await settled(closed)).toBeUndefined();
  clock.turn(60_000);
  expect(started).toHaveLength(2);
  expect(clock.waiting).toBe(0);
});

test("Supervisor kills what does not stop, all of it within 5 s", async () => {
  const { supervisor, running, clock } = setUp();
  const closed = supervisor.close();
  clock.turn(2_000);
  expect(running("signaling server").signals).toEqual(["SIGTERM", "SIGKILL"]);
  running("signaling server").dies(null, "SIGKILL");
  await settled(closed);
  clock.turn(2_500);
  expect(running("app").signals).toEqual(["SIGTERM", "SIGKILL"]);
  running("app").dies(null, "SIGKILL");
  expect(await settled(closed)).toBeUndefined();
  expect(clock.now()).toBeLessThan(5_000);
});

test("Supervisor kills both at once when asked to", async () => {
  const { supervisor, running } = setUp();
  const closed = supervisor.close();
  supervisor.kill();
  expect(running("signaling server").signals).toContain("SIGKILL");
  expect(running("app").signals).toContain("SIGKILL");
  running("app").dies(null, "SIGKILL");
  running("signaling server").dies(null, "SIGKILL");
  expect(await settled(closed)).toBeUndefined();
});

test("Supervisor does not start again what dies while it stops the other", async () => {
  const { supervisor, running, started, clock, deaths } = setUp();
  const closed = supervisor.close();
  running("app").dies(null, "SIGKILL");
  clock.turn(1_000);
  expect(started).toHaveLength(2);
  expect(deaths).toEqual([]);
  running("signaling server").dies(0);
  expect(await settled(closed)).toBeUndefined();
  clock.turn(60_000);
  expect(started).toHaveLength(2);
});

describe("replaceSignaling()", () => {
  const newer = { ...signaling, args: ["--replace"] };

  function setUpReady() {
    const parts = setUp();
    parts.running("app").says({ type: "ready" });
    const older = parts.running("signaling server");
    older.says({ type: "ready" });
    return { ...parts, older };
  }

  test("none is made before everything was ready once", async () => {
    const { supervisor, running, started } = setUp();
    running("signaling server").says({ type: "ready" });
    expect(await supervisor.replaceSignaling(newer)).toEqual({ type: "refused" });
    expect(started).toHaveLength(2);
  });

  test("the older one hands over when the new one is ready, not before", async () => {
    const { supervisor, running, older } = setUpReady();
    const outcome = supervisor.replaceSignaling(newer);
    expect(running("signaling server").program).toBe(newer);
    expect(older.received).not.toContainEqual({ type: "hand-over" });
    running("signaling server").says({ type: "ready" });
    expect(await outcome).toEqual({ type: "replaced" });
    expect(older.received).toContainEqual({ type: "hand-over" });
    expect(older.signals).toEqual([]);
  });

  test("the older one is not started again when it ends, the new one is", async () => {
    const { supervisor, running, older, started, clock, deaths } = setUpReady();
    const outcome = supervisor.replaceSignaling(newer);
    running("signaling server").says({ type: "ready" });
    await outcome;
    older.dies(0);
    clock.turn(60_000);
    expect([started.length, deaths]).toEqual([3, []]);
    running("signaling server").dies(null, "SIGKILL");
    clock.turn(60_000);
    expect(started.map(({ program }) => program)).toEqual([app, signaling, newer, newer]);
  });

  test("what cannot start changes nothing", async () => {
    const { supervisor, running, older, started, clock } = setUpReady();
    const outcome = supervisor.replaceSignaling(newer);
    running("signaling server").says({ type: "failed", code: "x", message: "No" });
    running("signaling server").dies(1);
    expect(await outcome).toMatchObject({ type: "failed", death: { failure: { message: "No" } } });
    clock.turn(60_000);
    expect(started).toHaveLength(3);
    expect(older.received).not.toContainEqual({ type: "hand-over" });
    older.dies(null, "SIGKILL");
    clock.turn(200);
    expect(started.at(-1)?.program).toBe(signaling);
  });

  test("all hear of what one says while two serve", async () => {
    const { supervisor, running, older } = setUpReady();
    const outcome = supervisor.replaceSignaling(newer);
    const fresh = running("signaling server");
    fresh.says({ type: "ready" });
    await outcome;
    older.says({ type: "meeting-ended", ...meeting });
    expect(fresh.received).toContainEqual({ type: "meeting-ended", ...meeting });
    expect(running("app").received).toContainEqual({ type: "meeting-ended", ...meeting });
    running("app").says({ type: "closings", meetings: [], removals: [] });
    for (const one of [older, fresh]) {
      expect(one.received).toContainEqual({ type: "closings", meetings: [], removals: [] });
    }
  });

  test("a stop ends both, and one replacement is made at a time", async () => {
    const { supervisor, running, older } = setUpReady();
    const outcome = supervisor.replaceSignaling(newer);
    expect(await supervisor.replaceSignaling(newer)).toEqual({ type: "refused" });
    running("signaling server").says({ type: "ready" });
    await outcome;
    const closed = supervisor.close();
    expect(older.signals).toEqual(["SIGTERM"]);
    expect(running("signaling server").signals).toEqual(["SIGTERM"]);
    older.dies(0);
    running("signaling server").dies(0);
    await settled(closed);
    running("app").dies(0);
    expect(await settled(closed)).toBeUndefined();
  });
});
