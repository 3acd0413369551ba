import type { Attack } from "./attack.ts";

const dripMs = 1_000;

/** Requests whose headers never end. */
export const slowLoris: Attack = {
  id: "D1",
  what: "slow loris: 500 requests at once, a header line a second in each",
  end: "HTTP 408",
  // 5 s for the headers, looked at every 2.5 s.
  withinMs: 10_000,
  run: (scene) =>
    scene.keepUp(500, async () => {
      const request = "GET /ws/conference HTTP/1.1\r\nHost: 127.0.0.1\r\n";
      const intruder = scene.open({ request });
      const drip = setInterval(() => intruder.write("X-Slow: 1\r\n"), dripMs);
      await intruder.ended;
      clearInterval(drip);
    }),
};
