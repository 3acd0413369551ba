import { expect, test } from "vitest";
import { createMetrics } from "./metrics.ts";

const nobody = {
  waiting: 0,
  joined: 0,
  rooms: 0,
  seats: 0,
  heldSeats: 0,
  unsentBytes: 0,
  keptBytes: 0,
};

test.each([
  'lectern_joins_total{result="token-invalid"} 0',
  'lectern_resumes_total{result="failed"} 0',
  'lectern_relayed_total{type="offer"} 0',
  'lectern_errors_total{code="internal"} 0',
  'lectern_errors_total{code="room-full"} 0',
  'lectern_closes_total{code="4002"} 0',
  'lectern_closes_total{code="1006"} 0',
  'lectern_upgrade_refusals_total{status="503"} 0',
])("createMetrics() has %s before anything has happened", async (line) => {
  expect((await createMetrics(() => nobody).text()).split("\n")).toContain(line);
});

test("closed() puts codes that only clients know into one series", async () => {
  const metrics = createMetrics(() => nobody);
  for (const code of [3000, 3001, 4999, 4000]) metrics.closed(code);
  const text = await metrics.text();
  expect(text).toContain('lectern_closes_total{code="other"} 3\n');
  expect(text).toContain('lectern_closes_total{code="4000"} 1\n');
  expect(text).not.toMatch(/code="(?:3|4999)/);
});
