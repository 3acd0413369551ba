import { expect, test } from "vitest";
import { SlowLane } from "./slow-lane.ts";

test("an address from which a socket was ended for abuse waits 100 ms a handshake, for 10 s", () => {
  const lane = new SlowLane();
  lane.note("192.0.2.1", 5);
  expect(lane.waitMs("192.0.2.1", 10_004)).toBe(100);
  expect(lane.waitMs("192.0.2.1", 10_005)).toBe(0);
  expect(lane.waitMs("192.0.2.2", 10)).toBe(0);
});

test("abuse that goes on begins the 10 s anew", () => {
  const lane = new SlowLane();
  lane.note("192.0.2.1", 0);
  lane.note("192.0.2.1", 9_000);
  lane.sweep(10_000);
  expect(lane.waitMs("192.0.2.1", 18_999)).toBe(100);
});

test("sweep() keeps nobody whose time is over", () => {
  const lane = new SlowLane();
  lane.note("192.0.2.1", 0);
  lane.sweep(10_000);
  // By a clock that went back, which none does: it is known no more.
  expect(lane.waitMs("192.0.2.1", 1)).toBe(0);
});
