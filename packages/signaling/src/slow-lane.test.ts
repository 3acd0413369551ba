import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SlowLane } from "./slow-lane.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const school = "192.0.2.1";

function open() {
  let now = 0;
  const lane = new SlowLane(() => now);
  const stream = new PassThrough();
  /** @returns after how many ms a handshake goes on, at most 1,000 */
  const waitOf = (address: string): number | null => {
    let wentOn = false;
    lane.pass(address, new PassThrough(), () => {
      wentOn = true;
    });
    for (let waited = 0; waited <= 1_000; waited += 1) {
      if (wentOn) return waited;
      vi.advanceTimersByTime(1);
    }
    return null;
  };
  const at = (ms: number) => {
    now = ms;
  };
  return { lane, stream, waitOf, at };
}

test("an address from which a socket was ended for abuse waits 100 ms a handshake, for 10 s", () => {
  const { lane, waitOf, at } = open();
  at(5);
  lane.note(school);
  at(10_004);
  expect(waitOf(school)).toBe(100);
  at(10_005);
  expect(waitOf(school)).toBe(0);
});

test("nobody else waits", () => {
  const { lane, waitOf } = open();
  lane.note(school);
  expect(waitOf("192.0.2.2")).toBe(0);
});

test("abuse that goes on begins the 10 s anew", () => {
  const { lane, waitOf, at } = open();
  lane.note(school);
  at(9_000);
  lane.note(school);
  at(10_000);
  lane.sweep();
  at(18_999);
  expect(waitOf(school)).toBe(100);
});

test("sweep() keeps nobody whose time is over", () => {
  const { lane, waitOf, at } = open();
  lane.note(school);
  at(10_000);
  lane.sweep();
  // By a clock that went back, which none does: it is known no more.
  at(1);
  expect(waitOf(school)).toBe(0);
});

test("who gives up meanwhile is forgotten, with what their socket reports", () => {
  const { lane, stream } = open();
  lane.note(school);
  const goOn = vi.fn();
  lane.pass(school, stream, goOn);
  stream.emit("error", new Error("read ECONNRESET"));
  vi.advanceTimersByTime(1_000);
  expect(stream.destroyed).toBe(true);
  expect(goOn).not.toHaveBeenCalled();
});

test("who goes on has no listener of the lane's left", () => {
  const { lane, stream } = open();
  lane.note(school);
  lane.pass(school, stream, () => {});
  vi.advanceTimersByTime(100);
  expect(stream.listenerCount("error")).toBe(0);
});

test("a thousand wait at once and no more, until some have gone on", () => {
  const { lane } = open();
  lane.note(school);
  const pass = () => lane.pass(school, new PassThrough(), () => {});
  for (let at = 0; at < 1_000; at += 1) expect(pass()).toBe(true);
  expect(pass()).toBe(false);
  vi.advanceTimersByTime(100);
  expect(pass()).toBe(true);
});
