import { describe, expect, test, vi } from "vitest";
import type { Access } from "./join-options.ts";
import { useFakeBrowser } from "./testing/harness.ts";
import { TicketOffice } from "./ticket-office.ts";

useFakeBrowser();

const url = "ws://school.example/ws/conference";
const expireAt = 1_800_000_000_000;
const dueAt = expireAt - 300_000;

describe("TicketOffice.renew()", () => {
  test.each([
    [dueAt - 1, false, 1],
    [dueAt, true, 2],
  ])("at %d: others came: %s, after %d fetches", async (now, cameAnew, fetches) => {
    const { tickets, token } = await officeWith(async () => accessTo("turn:turn.school.example"));
    expect(await tickets.renew(now)).toBe(cameAnew);
    expect(token).toHaveBeenCalledTimes(fetches);
  });

  test("credentials that do not expire are never due", async () => {
    const access = { ...accessTo("turn:turn.school.example"), iceServersExpireAt: null };
    const { tickets, token } = await officeWith(async () => access);
    expect(await tickets.renew(Number.MAX_SAFE_INTEGER)).toBe(false);
    expect(token).toHaveBeenCalledOnce();
  });

  test("all who ask at a time get the same", async () => {
    const { tickets, token } = await officeWith(async () => accessTo("turn:turn.school.example"));
    await Promise.all([tickets.renew(dueAt), tickets.renew(dueAt)]);
    expect(token).toHaveBeenCalledTimes(2);
    await tickets.renew(dueAt);
    expect(token).toHaveBeenCalledTimes(3);
  });

  test("where none are to be had the old ones stay", async () => {
    const answers = [accessTo("turn:turn.school.example")];
    const { tickets } = await officeWith(async () => {
      const access = answers.shift();
      if (!access) throw new TypeError("offline");
      return access;
    });
    expect(await tickets.renew(dueAt)).toBe(false);
    expect(tickets.iceServers).toEqual([{ urls: "turn:turn.school.example" }]);
  });

  test("what takes longer than 3 s is not waited for", async () => {
    const answers = [Promise.resolve(accessTo("turn:turn.school.example"))];
    const { tickets } = await officeWith(() => answers.shift() ?? new Promise(() => {}));
    const renewed = tickets.renew(dueAt);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await renewed).toBe(false);
  });
});

/** An office that was asked once already. */
async function officeWith(fetchAccess: () => Promise<Access>) {
  const token = vi.fn(fetchAccess);
  const tickets = new TicketOffice({ token, url });
  await tickets.fetch();
  return { tickets, token };
}

function accessTo(server: string): Access {
  return { token: "t", iceServers: [{ urls: server }], iceServersExpireAt: expireAt };
}
