import { closeCodes } from "@lectern/protocol/codes";
import type { ClientMessage } from "@lectern/protocol/messages";
import { describe, expect, test, vi } from "vitest";
import { AccessDelayed, AccessRefused } from "./errors.ts";
import { type Opening, SignalingSocket } from "./signaling-socket.ts";
import { FakeSocket } from "./testing/fake-socket.ts";
import { fakePlatform, settle, useFakeBrowser } from "./testing/harness.ts";

useFakeBrowser();

const url = "wss://school.example/ws/conference";

describe("an attempt", () => {
  test("opens a socket with the subprotocol, then greets", async () => {
    begin();
    await settle();
    expect(FakeSocket.last).toMatchObject({ url, protocol: "lectern.v1", sent: [] });
    FakeSocket.last.open();
    expect(FakeSocket.last.sent).toEqual([greeting(1)]);
  });

  test("whose greeting was refused greets again over the same socket", async () => {
    const { socket } = begin();
    await settle();
    FakeSocket.last.open();
    await socket.greet();
    expect(FakeSocket.last.sent).toEqual([greeting(1), greeting(2)]);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test("whose greeting was refused goes to another address where it has to", async () => {
    const others = [url, "wss://other.example/"];
    const { socket } = begin(async () => ({ url: others.shift() ?? "", greeting: greeting(1) }));
    await settle();
    FakeSocket.last.open();
    await socket.greet();
    expect(FakeSocket.all.map(({ readyState }) => readyState)).toEqual([3, 0]);
    expect(FakeSocket.last.url).toBe("wss://other.example/");
  });

  test("that is given up while it is to greet again says nothing more", async () => {
    const { socket } = begin();
    await settle();
    FakeSocket.last.open();
    const greeted = socket.greet();
    FakeSocket.last.break();
    await greeted;
    expect(FakeSocket.all).toHaveLength(1);
    expect(FakeSocket.last.sent).toEqual([greeting(1)]);
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

  test.each([
    [[], 4_000],
    [[500, 1_000, 2_000], 4_000],
    [[500, 1_000, 2_000, 4_000], 8_000],
  ])(
    "whose socket does not open is given up, after waits of %j in %d ms, and made again soon",
    async (waits, limitMs) => {
      const { heard } = begin();
      await settle();
      for (const waitMs of waits) {
        FakeSocket.last.break();
        await vi.advanceTimersByTimeAsync(waitMs);
      }
      await vi.advanceTimersByTimeAsync(limitMs - 1);
      expect(heard).toHaveLength(waits.length);
      await vi.advanceTimersByTimeAsync(501);
      expect(FakeSocket.all).toHaveLength(waits.length + 2);
    },
  );

  test("whose opening does not come within 15 s is given up, and a late one is not used", async () => {
    const late: ((opening: Opening) => void)[] = [];
    begin(() => new Promise((resolve) => late.push(resolve)));
    await vi.advanceTimersByTimeAsync(15_500);
    expect(late).toHaveLength(2);
    late[0]?.({ url, greeting: greeting(0) });
    await settle();
    expect(FakeSocket.all).toHaveLength(0);
  });

  test("that was let in may last", async () => {
    const { socket, heard } = begin();
    await settle();
    FakeSocket.last.open();
    socket.settle();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toEqual([]);
  });

  test("whose opening fails is made again", async () => {
    const { heard } = begin(() => Promise.reject(new TypeError("offline")));
    await vi.advanceTimersByTimeAsync(500);
    expect(heard).toEqual(["waiting 1", "waiting 2"]);
  });

  test("whose opening is refused is the last", async () => {
    const { heard } = begin(() => Promise.reject(new AccessRefused("forbidden", "Not yours")));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toEqual(["stopped forbidden: Not yours"]);
  });

  test("whose opening is delayed is made again, not before the time that was named", async () => {
    const { heard, socket } = begin(async () => {
      throw new AccessDelayed("Too many at once", 4000);
    });
    await settle();
    socket.check();
    await vi.advanceTimersByTimeAsync(4499);
    expect(heard).toEqual(["waiting 1"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(heard).toEqual(["waiting 1", "waiting 2"]);
  });

  test("whose opening is delayed for no time in particular is made again as any other", async () => {
    const { heard } = begin(() => Promise.reject(new AccessDelayed("Not now")));
    await vi.advanceTimersByTimeAsync(500);
    expect(heard).toEqual(["waiting 1", "waiting 2"]);
  });

  test("to an address that is none is the last", async () => {
    const { heard } = begin(async () => ({ url: "nowhere", greeting: greeting(1) }));
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
    expect(heard).toEqual(["waiting 1"]);
    expect(FakeSocket.last.sent).toEqual([greeting(2)]);
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

  test("the server's own wait comes before that", async () => {
    const { socket } = begin();
    await settle();
    const error = { type: "error", code: "rate-limited", message: "Slower" };
    FakeSocket.last.receive({ ...error, retryAfterMs: 4000 });
    FakeSocket.last.receive(error);
    await vi.advanceTimersByTimeAsync(1000);
    FakeSocket.last.break(4008, "rate-limited");
    socket.check();
    await vi.advanceTimersByTimeAsync(3499);
    expect(FakeSocket.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test("retry() gives up a socket that is open", async () => {
    const { socket, heard } = begin();
    await settle();
    FakeSocket.last.open();
    socket.retry();
    expect(FakeSocket.last.readyState).toBe(3);
    expect(heard).toEqual(["waiting 1"]);
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.all).toHaveLength(2);
  });
});

describe("renew()", () => {
  test("gives up a socket that is open, for another at once", async () => {
    const { socket, heard } = await beginLetIn();
    socket.renew();
    expect(heard).toEqual(["waiting 1"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(2);
    expect(FakeSocket.all[0]?.closedWith).toBe(closeCodes["heartbeat-timeout"]);
  });

  test("gives up an attempt, for another at once", async () => {
    const { socket } = begin();
    await settle();
    socket.renew();
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all.map(({ readyState }) => readyState)).toEqual([3, 0]);
  });

  test("ends the wait", async () => {
    const { socket } = begin();
    await settle();
    FakeSocket.last.break();
    socket.renew();
    await settle();
    expect(FakeSocket.all).toHaveLength(2);
  });

  test("opens none where it was closed", async () => {
    const { socket } = await beginLetIn();
    socket.close();
    socket.renew();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test("keeps to the wait that the server asks for", async () => {
    const { socket } = await beginLetIn();
    const error = { type: "error", code: "rate-limited", message: "Slower" };
    FakeSocket.last.receive({ ...error, retryAfterMs: 4000 });
    socket.renew();
    await vi.advanceTimersByTimeAsync(3_999);
    expect(FakeSocket.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.all).toHaveLength(2);
  });
});

describe("check()", () => {
  test("ends the wait", async () => {
    const { socket } = begin();
    await settle();
    FakeSocket.last.break();
    socket.check();
    await settle();
    expect(FakeSocket.all).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test("leaves an attempt to itself", async () => {
    const { socket } = begin();
    await settle();
    socket.check();
    FakeSocket.last.open();
    socket.check();
    expect(FakeSocket.last.types).toEqual(["chat"]);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test("asks the server for a word, once at a time", async () => {
    const { socket } = await beginLetIn();
    socket.check();
    socket.check();
    expect(FakeSocket.last.types).toEqual(["chat", "ping"]);
    FakeSocket.last.receive({ type: "pong" });
    socket.check();
    expect(FakeSocket.last.types).toEqual(["chat", "ping", "ping"]);
  });

  test("gives up a socket over which nothing comes for 600 ms, for another at once", async () => {
    const { socket, heard } = await beginLetIn();
    socket.check();
    await vi.advanceTimersByTimeAsync(599);
    expect(heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(heard).toEqual(["waiting 1", "unanswered"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.all).toHaveLength(2);
    expect(FakeSocket.all[0]?.closedWith).toBe(closeCodes["heartbeat-timeout"]);
  });

  test("whatever comes is an answer", async () => {
    const { socket, heard } = await beginLetIn();
    socket.check();
    FakeSocket.last.receive({ type: "peer-left", peerId: "student-5", reason: "left" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toEqual(["peer-left"]);
  });

  test("that was under way when the socket broke is over with it", async () => {
    const { socket, heard } = await beginLetIn();
    socket.check();
    FakeSocket.last.break();
    await vi.advanceTimersByTimeAsync(500);
    FakeSocket.last.open();
    await vi.advanceTimersByTimeAsync(14_999);
    expect(heard).toEqual(["waiting 1"]);
  });
});

describe("messages", () => {
  test("are read, also those that are not understood", async () => {
    const { heard } = begin();
    await settle();
    FakeSocket.last.open();
    FakeSocket.last.receive({ type: "peer-left", peerId: "student-5", reason: "left" });
    FakeSocket.last.receive("{");
    expect(heard).toEqual(["peer-left", "unread"]);
  });

  test("send() says whether there was a socket", async () => {
    const { socket } = begin();
    await settle();
    expect(socket.send({ type: "leave" })).toBe(false);
    FakeSocket.last.open();
    expect(socket.send({ type: "leave" })).toBe(true);
    FakeSocket.last.break();
    expect(socket.send({ type: "leave" })).toBe(false);
    expect(FakeSocket.last.types).toEqual(["chat", "leave"]);
  });

  test("nothing is heard of a socket that was closed, and nothing follows", async () => {
    const { socket, heard } = begin();
    await settle();
    FakeSocket.last.open();
    socket.close();
    socket.close();
    FakeSocket.last.receive({ type: "error", code: "internal", message: "late" });
    FakeSocket.last.break();
    socket.check();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toEqual([]);
    expect(FakeSocket.all).toHaveLength(1);
  });
});

function begin(prepare?: () => Promise<Opening>) {
  const heard: string[] = [];
  let openings = 0;
  const socket = new SignalingSocket({
    platform: fakePlatform(),
    prepare:
      prepare ??
      (async () => {
        openings += 1;
        return { url, greeting: greeting(openings) };
      }),
    handlers: {
      message: ({ type }) => heard.push(type),
      waiting: (attempt) => heard.push(`waiting ${attempt}`),
      unanswered: () => heard.push("unanswered"),
      stopped: (code, message) => heard.push(`stopped ${code}: ${message}`),
    },
  });
  socket.open();
  return { socket, heard };
}

/** Starts it, and lets it in. */
async function beginLetIn() {
  const begun = begin();
  await settle();
  FakeSocket.last.open();
  begun.socket.settle();
  return begun;
}

function greeting(count: number): ClientMessage {
  return { type: "chat", message: `greeting ${count}` };
}
