import type { ConferenceEvents, RemoteParticipant } from "@lectern/client/state";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Comings } from "./comings.ts";

type Reason = ConferenceEvents["participant-left"]["reason"];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ana = { id: "student-5", name: "Ana" } as RemoteParticipant;

test("who comes is named at once", () => {
  const { comings, said } = listen();
  comings.came(ana);
  expect(said).toEqual(["Ana came in"]);
});

test.each<[Reason, readonly string[]]>([
  ["left", ["Ana left"]],
  ["removed", ["Ana left"]],
  ["connection-lost", []],
])("who goes (%s): %j at once", (reason, expected) => {
  const { comings, said } = listen();
  comings.went({ participant: ana, reason });
  expect(said).toEqual(expected);
});

test("who was lost is named after 5 s, and comes in when they do later", () => {
  const { comings, said } = listen();
  comings.went({ participant: ana, reason: "connection-lost" });
  vi.advanceTimersByTime(4_999);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(1);
  comings.came(ana);
  expect(said).toEqual(["Ana left", "Ana came in"]);
});

test("of who is back within 5 s nothing is said, as often as it happens", () => {
  const { comings, said } = listen();
  for (let times = 0; times < 2; times += 1) {
    comings.went({ participant: ana, reason: "connection-lost" });
    vi.advanceTimersByTime(4_999);
    comings.came(ana);
  }
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual([]);
});

test("nothing is said once it is closed", () => {
  const { comings, said } = listen();
  comings.went({ participant: ana, reason: "connection-lost" });
  comings.close();
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual([]);
});

function listen() {
  const said: string[] = [];
  return { comings: new Comings((text) => said.push(text)), said };
}
