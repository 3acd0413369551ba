import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { checkHistory } from "../history/check-history.ts";
import { sessionsOf } from "../history/sessions.ts";
import { actorId, roomId } from "../support/ids.ts";
import { type Lectern, startLectern } from "../support/lectern.ts";
import { mint } from "../support/mint.ts";
import { createRandom } from "../support/random.ts";
import { until } from "../support/until.ts";
import { ContractClient } from "./contract-client.ts";
import { TcpProxy } from "./tcp-proxy.ts";

const random = createRandom(1);
let lectern: Lectern;
const open: { close(): unknown }[] = [];
let rooms = 0;

beforeAll(async () => {
  lectern = await startLectern({ command: "signal-serve" });
}, 60_000);

afterAll(() => lectern.stop());

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

interface Seat {
  readonly client: ContractClient;
  readonly proxy: TcpProxy;
}

/** A teacher and a student who see each other. */
async function seatTwo(isResumable: boolean): Promise<{ readonly tea: Seat; readonly ana: Seat }> {
  rooms += 1;
  const tea = await seat("teacher", isResumable);
  await until(
    () => tea.client.isSeated,
    () => "the teacher's seat",
  );
  const ana = await seat("student", isResumable);
  await until(
    () => ana.client.isSeated && tea.client.roster.size === 2,
    () => "both to be in",
  );
  return { tea, ana };
}

async function seat(role: "teacher" | "student", isResumable: boolean): Promise<Seat> {
  const proxy = await TcpProxy.listen(lectern.signalingPort);
  const [actor, room] = [actorId(role, 1), roomId(rooms)];
  const client = new ContractClient({
    url: `ws://127.0.0.1:${proxy.port}/ws/conference`,
    actor,
    room,
    mint: () => mint(actor, room),
    isResumable,
    random,
  });
  client.open();
  open.push(client, proxy);
  return { client, proxy };
}

function received({ client }: Seat, type: string): number {
  return client.history.events.filter(
    (event) => event.type === "received" && event.message.type === type,
  ).length;
}

function violations(...seats: readonly Seat[]) {
  const clients = seats.map(({ client }) => client.history);
  return checkHistory({ clients, faults: [], endedAt: performance.now() });
}

test("ContractClient resumes after a cut and gets what it missed; the others see nothing", async () => {
  const { tea, ana } = await seatTwo(true);
  ana.proxy.refuse();
  ana.proxy.cut();
  await until(
    () => !ana.client.isSeated,
    () => "the break",
  );
  for (let line = 0; line < 20; line += 1) tea.client.chat(`missed ${line}`);
  await until(
    () => received(tea, "chat") === 20,
    () => "the teacher's own lines",
  );
  ana.proxy.restore();
  await until(
    () => received(ana, "chat") === 20,
    () => "what was missed",
  );
  expect(received(ana, "resumed")).toBe(1);
  expect(received(tea, "peer-left")).toBe(0);
  expect(sessionsOf(ana.client.history)).toHaveLength(1);
  expect(violations(tea, ana)).toEqual([]);
});

test("ContractClient resumes over a live seat when the server has not seen the break", async () => {
  const { tea, ana } = await seatTwo(true);
  ana.proxy.cutFromClient();
  await until(
    () => received(ana, "resumed") === 1,
    () => "the resumption",
  );
  ana.client.chat("back");
  await until(
    () => received(tea, "chat") === 1,
    () => "the line",
  );
  expect(received(tea, "peer-left")).toBe(0);
  expect(violations(tea, ana)).toEqual([]);
});

test("a plain ContractClient joins anew after a cut, and the others see it go and come", async () => {
  const { tea, ana } = await seatTwo(false);
  ana.proxy.cut();
  await until(
    () => received(tea, "peer-joined") === 2,
    () => "the return",
  );
  await until(
    () => received(ana, "joined") === 2,
    () => "the fresh roster",
  );
  expect(received(tea, "peer-left")).toBe(1);
  expect(violations(tea, ana)).toEqual([]);
});

test("ContractClient stops where the contract says stop", async () => {
  const { tea, ana } = await seatTwo(true);
  tea.client.endMeeting();
  await until(
    () => !tea.client.isSeated && !ana.client.isSeated,
    () => "the end",
  );
  expect(ana.client.history.events.at(-1)).toMatchObject({ type: "closed", code: 4511 });
  expect(violations(tea, ana)).toEqual([]);
});

test("a ContractClient that stays away does not come back, however its socket went", async () => {
  const { tea, ana } = await seatTwo(false);
  ana.client.stayAway();
  ana.proxy.cut();
  // Each return of the teacher takes as long as one of the student's would.
  for (const times of [2, 3, 4]) {
    tea.proxy.cut();
    await until(
      () => received(tea, "joined") === times,
      () => `the teacher's return number ${times}`,
    );
  }
  expect(received(ana, "joined")).toBe(1);
});
