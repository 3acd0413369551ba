import { closeCodes } from "@lectern/protocol/codes";
import { describe, expect, test, vi } from "vitest";
import { AccessRefused } from "./errors.ts";
import { SignalingSocket, type Ticket } from "./signaling-socket.ts";
import { FakeSocket } from "./testing/fake-socket.ts";
import { fakePlatform, page, settle, useFakeBrowser } from "./testing/harness.ts";

useFakeBrowser();

const url = "wss://school.example/ws/conference";

describe("an attempt", () => {
  test("opens a socket with the subprotocol, then says that it is time to join", async () => {
    const { heard } = begin();
    await settle();
    expect(FakeSocket.last).toMatchObject({ url, protocol: "lectern.v1" });
    expect(heard).toEqual([]);
    FakeSocket.last.open();
    expect(heard).toEqual(["open token-1"]);
  });

  test("that is not let in within 15 s is given up for another", async () => {
    const { heard } = begin();
    await settle();
    FakeSocket.last.open();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(heard.at(-1)).toBe("waiting 1");
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test("whose token does not come within 15 s is given up, and a late token is not used", async () => {
    const late: ((ticket: Ticket) => void)[] = [];
    begin(() => new Promise((resolve) => late.push(resolve)));
    await vi.advanceTimersByTimeAsync(15_500);
    expect(late).toHaveLength(2);
    late[0]?.({ url, token: "late" });
    await settle();
    expect(FakeSocket.all).toHaveLength(0);
  });

  test("that was let in may last", async () => {
    const { socket, heard } = begin();
    await settle();
    FakeSocket.last.open();
    socket.settle();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toEqual(["open token-1"]);
  });

  test("whose token function fails is made again", async () => {
    const { heard } = begin(() => Promise.reject(new TypeError("offline")));
    await vi.advanceTimersByTimeAsync(500);
    expect(heard).toEqual(["waiting 1", "waiting 2"]);
  });

  test("whose token function refuses is the last", async () => {
    const { heard } = begin(() => Promise.reject(new AccessRefused("forbidden", "Not yours")));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toEqual(["stopped forbidden: Not yours"]);
  });

  test("to an address that is none is the last", async () => {
    const { heard } = begin(async () => ({ url: "nowhere", token: "t" }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatch(/^stopped address-refused: Cannot open a socket to "nowhere"/);
  });
});

describe("when it breaks", () => {
  const stopping = Object.entries(closeCodes).filter(([, code]) => code === 1000 || code >= 4500);
  const returning = Object.values(closeCodes).filter((code) => code >= 4000 && code < 4500);

  test.each(stopping)("%s (%i) stops it", async (name, code) => {
    const { heard } = begin();
    await settle();
    FakeSocket.last.open();
    FakeSocket.last.break(code);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard.at(-1)).toMatch(new RegExp(`^stopped ${name}: `));
    expect(FakeSocket.all).toHaveLength(1);
  });

  test.each([1001, 1005, 1006, 1009, ...returning])("%i brings it back", async (code) => {
    const { heard } = begin();
    await settle();
    FakeSocket.last.open();
    FakeSocket.last.break(code);
    await vi.advanceTimersByTimeAsync(500);
    FakeSocket.last.open();
    expect(heard).toEqual(["open token-1", "waiting 1", "open token-2"]);
  });

  test("a stop of a later version has its reason for a name", async () => {
    const { heard } = begin();
    await settle();
    FakeSocket.last.break(4599, "moon-is-full");
    expect(heard.at(-1)).toMatch(/^stopped moon-is-full: /);
  });

  test("the error that came before says why", async () => {
    const { heard } = begin();
    await settle();
    FakeSocket.last.receive({ type: "error", code: "forbidden", message: "Of another room" });
    FakeSocket.last.break(4503, "forbidden");
    expect(heard.at(-1)).toBe("stopped forbidden: Of another room");
  });

  test("the wait doubles, until it was let in", async () => {
    const { socket } = begin();
    await settle();
    for (const waitMs of [500, 1000, 2000]) {
      const before = FakeSocket.all.length;
      FakeSocket.last.break();
      await vi.advanceTimersByTimeAsync(waitMs - 1);
      expect(FakeSocket.all).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(FakeSocket.all).toHaveLength(before + 1);
    }
    socket.settle();
    FakeSocket.last.break();
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.all).toHaveLength(5);
  });

  test("a network that is back ends the wait", async () => {
    begin();
    await settle();
    FakeSocket.last.break();
    page.dispatchEvent(new Event("online"));
    await settle();
    expect(FakeSocket.all).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test("a network that is back changes nothing for a socket that is open", async () => {
    begin();
    await settle();
    FakeSocket.last.break();
    await vi.advanceTimersByTimeAsync(500);
    FakeSocket.last.open();
    page.dispatchEvent(new Event("online"));
    await settle();
    expect(FakeSocket.all).toHaveLength(2);
  });
});

describe("messages", () => {
  test.each([
    ['{"type":"of-a-later-version"}'],
    ['{"type":"joined"}'],
    ["[]"],
    ["{"],
    [""],
    ['{"type":"__proto__"}'],
  ])("%s is ignored", async (text) => {
    const { heard } = begin();
    await settle();
    FakeSocket.last.open();
    FakeSocket.last.receive(text);
    expect(heard).toEqual(["open token-1"]);
  });

  test("send() says whether there was a socket", async () => {
    const { socket } = begin();
    await settle();
    expect(socket.send({ type: "leave" })).toBe(false);
    FakeSocket.last.open();
    expect(socket.send({ type: "leave" })).toBe(true);
    FakeSocket.last.break();
    expect(socket.send({ type: "leave" })).toBe(false);
    expect(FakeSocket.last.types).toEqual(["leave"]);
  });

  test("nothing is heard of a socket that was closed, and nothing follows", async () => {
    const { socket, heard } = begin();
    await settle();
    FakeSocket.last.open();
    socket.close();
    socket.close();
    FakeSocket.last.receive({ type: "error", code: "internal", message: "late" });
    FakeSocket.last.break();
    page.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toEqual(["open token-1"]);
    expect(FakeSocket.all).toHaveLength(1);
  });
});

function begin(fetchTicket?: () => Promise<Ticket>) {
  const heard: string[] = [];
  let tokens = 0;
  const socket = new SignalingSocket({
    platform: fakePlatform(),
    fetchTicket:
      fetchTicket ??
      (async () => {
        tokens += 1;
        return { url, token: `token-${tokens}` };
      }),
    handlers: {
      open: ({ token }) => heard.push(`open ${token}`),
      message: ({ type }) => heard.push(type),
      waiting: (attempt) => heard.push(`waiting ${attempt}`),
      stopped: (code, message) => heard.push(`stopped ${code}: ${message}`),
    },
  });
  socket.open();
  return { socket, heard };
}
