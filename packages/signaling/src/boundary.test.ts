import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startHarness } from "./testing/harness.ts";

const aDay = 86_400_000;
const offer = { type: "offer", sdp: "v=0\r\n" };
let harness: Harness;
let rooms = 0;
/** What fails once, the next time it is needed. */
let broken: "now" | "ticks" | null = null;

beforeAll(async () => {
  harness = await startHarness({
    now: () => failOnce("now") ?? Date.now(),
    ticks: () => failOnce("ticks") ?? performance.now(),
    // No timer is to meet the fault.
    pingIntervalMs: aDay,
    watchIntervalMs: aDay,
  });
});

afterAll(() => harness.server.close());

function failOnce(part: typeof broken): null {
  if (broken !== part) return null;
  broken = null;
  throw new Error(`fault in ${part}`);
}

describe("D12: a fault of the server's own gets internal, and the process lives", () => {
  test.each([
    [{ type: "offer", to: "teacher-1", payload: offer }, "offer"],
    [{ type: "answer", to: "teacher-1", payload: { ...offer, type: "answer" } }, "answer"],
    [{ type: "ice-candidate", to: "teacher-1", payload: null }, "ice-candidate"],
    [{ type: "chat", message: "Hi" }, "chat"],
    [{ type: "leave" }, "peer-left"],
  ])("in the room: %j", async (message, heard) => {
    const { tea, ana } = await lesson();
    broken = "now";
    ana.send(message);
    expect(await ana.next()).toMatchObject({ type: "error", code: "internal" });
    ana.send(message);
    expect(await tea.next()).toMatchObject({ type: heard });
  });

  test("in the end of a meeting", async () => {
    const { tea, ana } = await lesson();
    broken = "now";
    tea.send({ type: "meeting-ended" });
    expect(await tea.next()).toMatchObject({ code: "internal" });
    tea.send({ type: "meeting-ended" });
    expect(await ana.next()).toMatchObject({ type: "meeting-ended" });
  });

  test("in a join", async () => {
    const client = harness.open();
    broken = "now";
    expect(await client.join("student-5")).toMatchObject({ code: "internal" });
    expect(await client.join("student-5")).toMatchObject({ type: "joined" });
  });

  test("in a resume", async () => {
    const { ana, room, joined } = await lesson();
    const { sessionId, secret } = joined;
    const back = await harness.open().opened();
    broken = "ticks";
    for (const answer of [{ code: "internal" }, { type: "resumed" }]) {
      back.send({ type: "resume", roomId: room, sessionId, secret, lastSeq: 1 });
      expect(await back.next()).toMatchObject(answer);
    }
    expect(await ana.closed()).toMatchObject({ code: 4509 });
  });

  test.each(["ping", "pong"] as const)("in a %s", async (frame) => {
    const { ana } = await lesson();
    broken = "ticks";
    ana[frame]();
    expect(await ana.next()).toMatchObject({ code: "internal" });
    await ana.read();
  });
});

/** A teacher, and a student with a seat that can be resumed. */
async function lesson() {
  rooms += 1;
  const room = `conference-b${rooms}`;
  const [tea, ana] = [harness.open(), harness.open()];
  await tea.join("teacher-1", { room });
  const joined = await ana.join("student-5", { room, resumable: true });
  await tea.next();
  return { room, tea, ana, joined };
}
