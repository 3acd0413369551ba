import { describe, expect, test, vi } from "vitest";
import { FreshServers } from "./fresh-servers.ts";
import { useFakeBrowser } from "./testing/harness.ts";
import { TicketOffice } from "./ticket-office.ts";

useFakeBrowser();

const lifeMs = 600_000;

describe("FreshServers", () => {
  test("are fetched anew, and told of, in the minute in which their end is 5 min away", async () => {
    const { renewed } = await serversFor(lifeMs);
    await vi.advanceTimersByTimeAsync(299_999);
    expect(renewed).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(renewed).toEqual(["turn:two.example"]);
  });

  test("go by the clock of the server", async () => {
    const { servers, renewed } = await serversFor(lifeMs);
    servers.setClock(Date.now() + 240_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(renewed).toEqual(["turn:two.example"]);
  });

  test("are those that there are, until others are due", async () => {
    const { servers } = await serversFor(lifeMs);
    expect(await servers.get()).toEqual([{ urls: "turn:one.example" }]);
    vi.setSystemTime(Date.now() + lifeMs);
    expect(await servers.get()).toEqual([{ urls: "turn:two.example" }]);
  });

  test("are left alone once it is closed", async () => {
    const { servers, renewed } = await serversFor(lifeMs);
    servers.close();
    await vi.advanceTimersByTimeAsync(lifeMs);
    expect(renewed).toEqual([]);
  });
});

/** Servers that were fetched now, and whose credentials end after a time. */
async function serversFor(ms: number) {
  const names = ["one", "two"];
  const tickets = new TicketOffice({
    url: "ws://school.example/ws/conference",
    token: async () => ({
      token: "t",
      iceServers: [{ urls: `turn:${names.shift() ?? "more"}.example` }],
      iceServersExpireAt: Date.now() + ms,
    }),
  });
  await tickets.fetch();
  const renewed: unknown[] = [];
  const onRenewed = (given: readonly RTCIceServer[]) =>
    renewed.push(...given.map(({ urls }) => urls));
  return { servers: new FreshServers({ tickets, now: Date.now, onRenewed }), renewed };
}
