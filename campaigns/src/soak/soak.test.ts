import { expect, test } from "vitest";
import { createRandom } from "../support/random.ts";
import { soak } from "./soak.ts";

test("promise 11: a server that a school has left holds no seat, room, byte or handle of it", async () => {
  const report = await soak({ minutes: 0.3, connections: 100, random: createRandom(5) });
  expect(report.events.sent).toBeGreaterThan(100);
  expect(report.atEnd.connections).toBeGreaterThan(90);
  expect(report.after).toMatchObject({ connections: 0, rooms: 0, seats: 0, keptBytes: 0 });
  expect(report.after.handles).toBeLessThanOrEqual(report.before.handles);
}, 180_000);
