import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@lectern/testing/free-ports";
import type { TurnCredentials } from "@lectern/turn/credentials";
import { isAnswering } from "@lectern/turn/is-answering";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTurnClient } from "./support/coturn.ts";
import { type Lectern, startLectern, until } from "./support/lectern.ts";
import { openSchool } from "./support/school.ts";

let lectern: Lectern;
let credentials: TurnCredentials;
let relay: { readonly host: string; readonly port: number; readonly transport: "udp" };

beforeAll(async () => {
  const port = await freePort();
  relay = { host: "127.0.0.1", port, transport: "udp" };
  lectern = await startLectern({ args: ["--turn"], env: relayAt(port) });
});

afterAll(async () => {
  await lectern?.stop();
});

test("a relay is up when Lectern says that it is ready, and it says where", async () => {
  await until(() => lectern.output().includes("Relay: "), { what: () => "the relay's line" });
  expect(lectern.output()).toContain(`Relay: turn:127.0.0.1:${relay.port}`);
  expect(await isAnswering(relay)).toBe(true);
});

test("who may enter a conference gets credentials that the relay takes", async () => {
  const school = await openSchool(lectern);
  const id = await school.newConference("Physics 7b");
  const { body } = await school.teacher.call("POST", `/api/conferences/${id}/token`);
  [credentials] = body.iceServers;
  expect(body.iceServersExpireAt).toBeGreaterThan(Date.now() + 7_000_000);
  expect(body.iceServers[0].urls).toEqual([`turn:127.0.0.1:${relay.port}`]);
  const client = await openTurnClient(relay);
  expect(await client.allocate(credentials)).toMatchObject({ ok: true });
});

test("the relay's secret and configuration are for their owner alone", () => {
  for (const name of ["turn-secret", "turnserver.conf"]) {
    expect(statSync(join(lectern.dataDir, "data", name)).mode & 0o777).toBe(0o600);
  }
});

test("a relay that was killed is back, and takes the credentials from before", async () => {
  const [pid = 0] = await relayPids(lectern);
  process.kill(pid, "SIGKILL");
  await until(() => lectern.output().includes("The relay ended (SIGKILL)"), {
    what: () => "a word of its end",
  });
  await until(() => isAnswering(relay), { what: () => "the relay to answer again" });
  const client = await openTurnClient(relay);
  expect(await client.allocate(credentials)).toMatchObject({ ok: true });
});

test("Ctrl+C leaves no relay", async () => {
  const pids = await relayPids(lectern);
  expect(await lectern.stop()).toBe(0);
  expect(pids).toHaveLength(1);
  expect(pids.filter(isAlive)).toEqual([]);
});

test("killing Lectern with -9 leaves no relay", async () => {
  const killed = await startLectern({ args: ["--turn"], env: relayAt(relay.port) });
  const [pid = 0] = await until(
    async () => {
      const pids = await relayPids(killed);
      return pids.length > 0 && pids;
    },
    { what: () => "the relay to be started" },
  );
  killed.process.kill("SIGKILL");
  await until(() => !isAlive(pid), { what: () => "the relay to end" });
  await killed.stop();
});

async function relayPids({ children }: Lectern): Promise<readonly number[]> {
  const pids = await children();
  return pids.filter((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").includes("turnserver"));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function relayAt(port: number): Readonly<Record<string, string>> {
  return {
    CONFERENCE_TURN_URLS: `turn:127.0.0.1:${port}`,
    CONFERENCE_TURN_RELAY_ADDRESS: "127.0.0.1",
  };
}
