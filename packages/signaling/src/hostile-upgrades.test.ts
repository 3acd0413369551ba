import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startHarness } from "./testing/harness.ts";

/** By which the generated requests can be made again. */
const seed = 20_260_301;
const requestCount = 300;

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.server.close());

const goodLine = "GET /ws/conference HTTP/1.1";
const goodHeaders = {
  Host: "school.example",
  Upgrade: "websocket",
  Connection: "Upgrade",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
};

const requestLines = [
  "POST /ws/conference HTTP/1.1",
  "HEAD /ws/conference HTTP/1.1",
  "OPTIONS * HTTP/1.1",
  "CONNECT /ws/conference HTTP/1.1",
  "CONNECT school.example:443 HTTP/1.1",
  "get /ws/conference HTTP/1.1",
  "GET /ws/conference HTTP/1.2",
  "GET /ws/conference HTTP/9.9",
  "GET /ws/conference HTTP/1.1 HTTP/1.1",
  "GET /ws/conference\tHTTP/1.1",
  "GET  HTTP/1.1",
  "GET / HTTP/1.1",
  "GET //ws/conference HTTP/1.1",
  "GET /ws//conference HTTP/1.1",
  "GET /ws/conference/ HTTP/1.1",
  "GET /ws/../ws/conference HTTP/1.1",
  "GET /ws/conference/..%2f HTTP/1.1",
  "GET /ws%2fconference HTTP/1.1",
  "GET /WS/CONFERENCE HTTP/1.1",
  "GET /ws/conference%00 HTTP/1.1",
  "GET /ws/conference#fragment HTTP/1.1",
  "GET /ws/conf\u00e9rence HTTP/1.1",
  "GET http://school.example/ws/conference HTTP/1.1",
  "GET http://user:secret@school.example/ws/conference HTTP/1.1",
  "GET javascript:alert(1) HTTP/1.1",
  `GET /${"a".repeat(20_000)} HTTP/1.1`,
];

/** Headers in place of the good one of that name; `null`: left out. */
const headerChanges: readonly (readonly [name: string, value: string | null])[] = [
  ["Upgrade", null],
  ["Upgrade", ""],
  ["Upgrade", "h2c"],
  ["Upgrade", "websocket, h2c"],
  ["Upgrade", "websocket\r\nUpgrade: h2c"],
  ["Connection", null],
  ["Connection", "close"],
  ["Connection", "keep-alive"],
  ["Sec-WebSocket-Version", null],
  ["Sec-WebSocket-Version", "0"],
  ["Sec-WebSocket-Version", "-13"],
  ["Sec-WebSocket-Version", "013"],
  ["Sec-WebSocket-Version", "13, 8"],
  ["Sec-WebSocket-Version", "13\r\nSec-WebSocket-Version: 13"],
  ["Sec-WebSocket-Version", "9".repeat(1_000)],
  ["Sec-WebSocket-Key", null],
  ["Sec-WebSocket-Key", ""],
  ["Sec-WebSocket-Key", "c2hvcnQ="],
  ["Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ"],
  ["Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZSB0b28gbG9uZw=="],
  ["Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZ_=="],
  ["Sec-WebSocket-Key", "=".repeat(24)],
  ["Sec-WebSocket-Key", "a".repeat(10_000)],
  ["Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="],
  ["Sec-WebSocket-Protocol", ""],
  ["Sec-WebSocket-Protocol", ","],
  ["Sec-WebSocket-Protocol", "lectern.v1, lectern.v1"],
  ["Sec-WebSocket-Protocol", "lectern v1"],
  ["Sec-WebSocket-Protocol", "(lectern)"],
  ["Origin", "null"],
  ["Origin", "https://evil.example"],
  ["Origin", "https://school.example\r\nOrigin: https://evil.example"],
  ["Origin", "https://sch\u00f6l.example"],
  ["Content-Length", "-1"],
  ["Content-Length", "1\r\nContent-Length: 2"],
  ["Content-Length", "99999999999999999999"],
  ["Transfer-Encoding", "chunked\r\nContent-Length: 5"],
  ["X", "a\u0000b"],
  ["X", "a\u0001b"],
  ["X", "a\r\n folded"],
  ["X", "a\rb"],
  ["X", "a\nb"],
  ["X ", "a"],
  ["X\u0000", "a"],
  ["", "a"],
  ["X", "a".repeat(20_000)],
  ["X", Array.from({ length: 3_000 }, (_, at) => `a\r\nX${at}: a`).join("")],
];

const wholeRequests = [
  handshake({}, "GET /ws/conference HTTP/1.0"),
  handshake({}, "GET /ws/conference HTTP/2.0"),
  handshake({}, "GET /ws/conference"),
  handshake({ Host: null }),
  handshake({ Host: "school.example\r\nHost: evil.example" }),
  handshake({ Host: "school.example@evil.example" }),
  handshake({ "Content-Length": "10" }),
  handshake({ "Transfer-Encoding": "chunked" }),
  "",
  "\r\n",
  "\r\n\r\n",
  "\u0000\u0000\u0000\u0000",
  "GET",
  "GET /ws/conference HTTP/1.1",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
  "SSH-2.0-OpenSSH_9.2\r\n",
  "*1\r\n$4\r\nPING\r\n",
  `${"\r\n".repeat(50_000)}`,
  `${"A".repeat(200_000)}`,
  handshake().replaceAll("\r\n", "\n"),
  handshake().replaceAll("\r\n", "\r"),
  handshake().replaceAll(": ", " "),
];

const tabled: readonly string[] = [
  ...requestLines.map((line) => handshake({}, line)),
  ...headerChanges.map(([name, value]) => handshake({ [name]: value })),
  ...wholeRequests,
];

describe("D11: a hostile upgrade request", () => {
  test.each(tabled.map((request) => [request.slice(0, 200), request] as const))(
    "of the table is refused or its socket closed: %j",
    async (_, request) => expectRefused(request),
  );

  test(`generated from seed ${seed} is refused or its socket closed`, async () => {
    const generated = fc.sample(hostileRequest(), { seed, numRuns: requestCount - tabled.length });
    for (const request of generated) await expectRefused(request);
  });

  test("leaves a server that serves, and no fault within it", async () => {
    const health = await fetch(`http://127.0.0.1:${harness.server.port}/healthz`);
    expect(health.status).toBe(200);
    expect(await harness.open().join("student-1")).toMatchObject({ type: "joined" });
    expect(harness.logged()).not.toContain('"event":"internal"');
  });
});

function handshake(changes: Readonly<Record<string, string | null>> = {}, line = goodLine): string {
  const headers: Readonly<Record<string, string | null>> = { ...goodHeaders, ...changes };
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  );
  return `${[line, ...lines].join("\r\n")}\r\n\r\n`;
}

/** Handshakes that are wrong in one place, and noise. Every part that is drawn is wrong for certain. */
function hostileRequest(): fc.Arbitrary<string> {
  const latin1 = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
  const noise = fc.string({ unit: latin1, maxLength: 400 });
  const printable = fc.string({ unit: "grapheme-ascii", maxLength: 60 });
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const change = (name: string, value: fc.Arbitrary<string>) =>
    value.map((text) => handshake({ [name]: text }));
  return fc.oneof(
    noise,
    noise.map((bytes) => `GET /ws/conference${bytes}\r\n\r\n`),
    printable.map((path) => handshake({}, `GET /x${path} HTTP/1.1`)),
    printable.map((method) => handshake({}, `${method}X /ws/conference HTTP/1.1`)),
    change(
      "Upgrade",
      printable.map((text) => `${text}x`),
    ),
    change(
      "Sec-WebSocket-Version",
      printable.map((text) => `${text}x`),
    ),
    change(
      "Sec-WebSocket-Key",
      printable.map((text) => `${text}.`),
    ),
    change(
      "Origin",
      printable.map((text) => `https://evil.example/${text}`),
    ),
    // Cut off somewhere, so that a header is unfinished when the other side says no more.
    place.map((at) => handshake().slice(0, Math.floor(at * (handshake().length - 2)))),
    fc
      .tuple(place, fc.constantFrom("\u0000", "\u0001", "\u007f", "\r", "\r\r\n"))
      .map(([at, stray]) => splice(handshake(), at, stray)),
  );
}

/** Puts something stray into a request; not before it, where blank lines are allowed (RFC 9112 §2.2). */
function splice(text: string, place: number, stray: string): string {
  const at = 1 + Math.floor(place * (text.length - 6));
  return text.slice(0, at) + stray + text.slice(at);
}

async function expectRefused(request: string): Promise<void> {
  expect((await exchange(request)).slice(0, 12), JSON.stringify(request)).toMatch(
    /^(?:HTTP\/1\.1 4\d\d)?$/,
  );
}

/** Sends bytes, then nothing more; gives the answer once the socket is closed. */
function exchange(request: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(harness.server.port, "127.0.0.1", () => socket.end(request, "latin1"));
    let answer = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => {
      answer += chunk;
      if (answer.startsWith("HTTP/1.1 101")) socket.destroy();
    });
    // Being reset is one way to be closed.
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
  });
}
