import { readFileSync } from "node:fs";
import { join } from "node:path";
import { backOffMs } from "@lectern/client/backoff";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClassOfFour, openClassOfFour } from "./support/class-of-four.ts";
import { waitForMesh } from "./support/classroom.ts";
import { signalingPid, until } from "./support/lectern.ts";
import { mintToken } from "./support/plain-client.ts";
import { recordRun } from "./support/record-run.ts";
import { readCall, watchCall } from "./support/watched-call.ts";

/** Few in the tests; `LECTERN_CLIENTS=500` is the whole promise. */
const clients = Number(process.env["LECTERN_CLIENTS"] ?? 60);
const secret = "a secret of the school that is long enough";
let lesson: ClassOfFour;

beforeAll(async () => {
  lesson = await openClassOfFour({ env: { CONFERENCE_SIGNALING_SECRET: secret } });
});

afterAll(() => lesson?.close());

test(`a call of four and ${clients} others go on while the signaling server is replaced`, async () => {
  const crowd = Array.from({ length: clients }, (_, at) => new Pupil(at));
  for (const pupil of crowd) pupil.open();
  await until(() => crowd.every(({ joins }) => joins === 1), { what: () => "the others to be in" });
  for (const { page } of lesson.people) await watchCall(page);
  const offersBefore = lesson.offersSent();
  const older = await signalingPid(lesson.lectern);

  const pid = Number(readFileSync(join(lesson.lectern.dataDir, "data", "lectern.pid"), "utf8"));
  process.kill(pid, "SIGUSR2");
  await until(() => crowd.every(({ joins }) => joins === 2), {
    what: () =>
      `the others to be back, of whom ${crowd.filter(({ joins }) => joins < 2).length} are not`,
    timeoutMs: 60_000,
  });
  await until(() => lesson.people.every(({ name }) => lesson.joinedCount(name) === 2), {
    what: () => "the four to be back",
    timeoutMs: 30_000,
  });
  await until(() => hasEnded(older), { what: () => "the older server to end", timeoutMs: 30_000 });
  await waitForMesh(lesson.people);

  const watched = await Promise.all(lesson.people.map(({ page }) => readCall(page)));
  const largestGapMs = Math.max(...watched.map(({ gapMs }) => gapMs));
  console.log(`largest media gap: ${largestGapMs} ms`);
  for (const { fewestTiles, gapMs } of watched) {
    expect(fewestTiles).toBe(4);
    expect(gapMs).toBeLessThan(5000);
  }
  expect(lesson.offersSent()).toBe(offersBefore);
  expect(crowd.flatMap(({ failures }) => failures)).toEqual([]);
  expect(crowd.every(({ joins }) => joins === 2)).toBe(true);
  recordRun({
    campaign: "class-update",
    file: "e2e/src/update.test.ts",
    variables: ["LECTERN_CLIENTS"],
    figures: { clients, failedJoins: 0, reconnectsEach: 1, largestGapMs, lostTiles: 0, offers: 0 },
  });
  for (const pupil of crowd) pupil.close();
}, 180_000);

/** A client that comes back when it is sent away, and counts. */
class Pupil {
  readonly #roomId: string;
  readonly #token: string;
  #socket: WebSocket | null = null;
  #isClosed = false;
  joins = 0;
  /** Tries that did not end in the room. */
  readonly failures: string[] = [];

  constructor(at: number) {
    this.#roomId = `conference-crowd${Math.floor(at / 25)}`;
    const minted = { sub: `student-${at}`, room: this.#roomId, name: `Pupil ${at}` };
    this.#token = mintToken(secret, minted);
  }

  open(): void {
    const socket = new WebSocket(`ws://127.0.0.1:${lesson.lectern.signalingPort}/ws/conference`);
    this.#socket = socket;
    let isIn = false;
    socket.onopen = () =>
      socket.send(
        JSON.stringify({ type: "join", roomId: this.#roomId, token: this.#token, resumable: true }),
      );
    socket.onmessage = ({ data }) => {
      const { type, code } = JSON.parse(data);
      if (type === "joined") {
        isIn = true;
        this.joins += 1;
      }
      if (type === "error" && code !== "draining") this.failures.push(code);
    };
    socket.onclose = ({ code }) => {
      if (this.#isClosed) return;
      if (!isIn) this.failures.push(`closed with ${code} before it was in`);
      setTimeout(() => this.open(), backOffMs(0, Math.random()));
    };
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
  }
}

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}
