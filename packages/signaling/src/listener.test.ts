import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { afterEach, expect, test, vi } from "vitest";
import { createListener } from "./listener.ts";
import { SlowLane } from "./slow-lane.ts";
import { goodHandshake, rawRequest } from "./testing/harness.ts";

afterEach(() => void vi.useRealTimers());

test("where too many wait at the door the next one is told when to try again, which is counted", async () => {
  // Nobody's wait ends during the test.
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const slowLane = new SlowLane(() => 0);
  slowLane.note("127.0.0.1");
  while (slowLane.pass("127.0.0.1", new PassThrough(), () => {}));
  const onRefused = vi.fn();
  const listener = createListener({
    path: "/ws/conference",
    allowedOrigins: [],
    trustProxy: [],
    tls: null,
    health: { answer: () => false },
    slowLane,
    refusal: () => null,
    onRefused,
    onSocket: () => {},
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const answer = await rawRequest((listener.address() as AddressInfo).port, goodHandshake);
  expect(answer).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n(?:.+\r\n)*Retry-After: 5\r\n/);
  expect(answer).toContain("Too many come from where somebody was just ended for abuse");
  expect(onRefused).toHaveBeenCalledWith(503);
  listener.close();
});
