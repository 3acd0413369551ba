import { connect } from "node:net";
import { PassThrough } from "node:stream";
import { parseParticipantId, parseRoomId, roleOf } from "@lectern/protocol/ids";
import type { EndedMeeting, Removal } from "@lectern/protocol/link";
import { signToken } from "@lectern/token/sign";
import { WebSocket } from "ws";
import { Closings } from "../closings.ts";
import { createLog } from "../log.ts";
import { type SignalingOptions, type SignalingServer, startSignalingServer } from "../server.ts";

export const secret = "a secret of thirty-two bytes or more";

export interface Harness {
  readonly server: SignalingServer;
  readonly url: string;
  readonly ended: EndedMeeting[];
  readonly removed: Removal[];
  /** Everything logged so far. */
  logged(): string;
  /** Waits for a line of the log with these fields. */
  line(fields: Readonly<Record<string, unknown>>): Promise<void>;
  /** @param from default: 127.0.0.1 */
  open(from?: string): Client;
}

/** A server on a free port of the loopback, with what it logs and tells its supervisor within reach. */
export async function startHarness(options: Partial<SignalingOptions> = {}): Promise<Harness> {
  const log = new PassThrough();
  const ended: EndedMeeting[] = [];
  const removed: Removal[] = [];
  let logged = "";
  let wake = () => {};
  log.on("data", (chunk) => {
    logged += chunk;
    wake();
  });
  const line = (fields: Readonly<Record<string, unknown>>) =>
    new Promise<void>((resolve) => {
      wake = () => {
        if (hasLine(logged, fields)) resolve();
      };
      wake();
    });
  const server = await startSignalingServer({
    host: "127.0.0.1",
    port: 0,
    path: "/ws/conference",
    secrets: [secret],
    tokenTtlSeconds: 7200,
    allowedOrigins: [],
    maxSeats: 500,
    maxConnections: 1_000,
    maxWaiting: 500,
    rates: {
      chat: { perSecond: 10, burst: 100 },
      candidates: { perSecond: 100, burst: 400 },
      descriptions: { perSecond: 20, burst: 80 },
      joins: { perSecond: 10, burst: 10 },
    },
    trustProxy: [],
    drainMs: 0,
    admin: null,
    tls: null,
    log: createLog("debug", log),
    closings: new Closings(7200),
    onEnded: (meeting) => ended.push(meeting),
    onRemoved: (removal) => removed.push(removal),
    ...options,
  });
  const url = `ws://127.0.0.1:${server.port}/ws/conference`;
  return {
    server,
    url,
    ended,
    removed,
    logged: () => logged,
    line,
    open: (from) => new Client(url, [], from),
  };
}

function hasLine(log: string, fields: Readonly<Record<string, unknown>>): boolean {
  return log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .some((line) => Object.entries(fields).every(([name, value]) => line[name] === value));
}

type Received = Readonly<Record<string, unknown>>;

/** A client that keeps what it receives until somebody asks for it, in order. */
export class Client {
  readonly #socket: WebSocket;
  readonly #inbox: string[] = [];
  #wake: () => void = () => {};
  #pongs = 0;
  #close: { readonly code: number; readonly reason: string } | null = null;

  /** @param from the address of loopback to come from */
  constructor(url: string, protocols: readonly string[] = [], from = "127.0.0.1") {
    this.#socket = new WebSocket(url, [...protocols], { localAddress: from });
    this.#socket.addEventListener("open", () => this.#wake());
    this.#socket.addEventListener("message", ({ data }) => {
      this.#inbox.push(String(data));
      this.#wake();
    });
    this.#socket.on("pong", () => {
      this.#pongs += 1;
      this.#wake();
    });
    this.#socket.addEventListener("close", ({ code, reason }) => {
      this.#close = { code, reason };
      this.#wake();
    });
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  async opened(): Promise<this> {
    await this.#until(() => this.#socket.readyState === WebSocket.OPEN);
    return this;
  }

  send(message: object | string | Uint8Array): void {
    const isFrame = typeof message === "string" || message instanceof Uint8Array;
    this.#socket.send(isFrame ? message : JSON.stringify(message));
  }

  /** Begins a message and does not go on with it. */
  sendFragment(text: string): void {
    this.#socket.send(text, { fin: false });
  }

  ping(): void {
    this.#socket.ping();
  }

  /** A sign of life that nobody asked for. */
  pong(): void {
    this.#socket.pong();
  }

  /** How many pings were answered. */
  get pongs(): number {
    return this.#pongs;
  }

  /** Waits until everything sent so far has been read. */
  async read(): Promise<void> {
    const before = this.#pongs;
    this.ping();
    await this.#until(() => this.#pongs > before);
  }

  /** Opens, joins and gives what was answered. */
  async join(
    id: string,
    { room = "conference-1", resumable, ...changes }: JoinOptions = {},
  ): Promise<Received> {
    await this.opened();
    const token = tokenFor(id, { room, ...changes });
    this.send({ type: "join", roomId: room, token, ...(resumable && { resumable }) });
    return this.next();
  }

  /** The next message, in the order in which they came. */
  async next(): Promise<Received> {
    return JSON.parse(await this.nextText());
  }

  /** The same as it came. */
  async nextText(): Promise<string> {
    await this.#until(() => this.#inbox.length > 0);
    return this.#inbox.shift() ?? "";
  }

  /** What was received so far and not asked for yet. */
  waiting(): readonly Received[] {
    return this.#inbox.map((text) => JSON.parse(text));
  }

  async closed(): Promise<{ readonly code: number; readonly reason: string }> {
    await this.#until(() => this.#close !== null);
    return this.#close ?? { code: 0, reason: "" };
  }

  close(): void {
    this.#socket.close();
  }

  /** Breaks the connection without a word. */
  cut(): void {
    this.#socket.terminate();
  }

  /** Reads nothing any more. */
  freeze(): void {
    this.#socket.pause();
  }

  #until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        if (isTrue()) resolve();
      };
      this.#wake();
    });
  }
}

export interface TokenOptions {
  readonly room?: string;
  readonly name?: string;
  readonly iat?: number;
  readonly ttl?: number;
}

export interface JoinOptions extends TokenOptions {
  /** Asks for a seat that outlives the socket. */
  readonly resumable?: boolean;
}

export function tokenFor(
  id: string,
  {
    room = "conference-1",
    name = `Name of ${id}`,
    // A second ago, so that what is closed during a test closes it to this token.
    iat = nowSeconds() - 1,
    ttl = 7200,
  }: TokenOptions = {},
): string {
  const sub = parseParticipantId(id);
  const roomId = parseRoomId(room);
  if (!sub || !roomId) throw new TypeError(`Cannot make a token for ${id} in ${room}`);
  const claims = { sub, role: roleOf(sub), room: roomId, name, iat, exp: iat + ttl, jti: id };
  return signToken(claims, secret);
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** A handshake of RFC 6455 §4.1 that is as it should be. */
export const goodHandshake = [
  "GET /ws/conference HTTP/1.1",
  "Host: school.example",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "\r\n",
].join("\r\n");

/** Sends raw bytes and gives all that comes back until the other side closes. */
export function rawRequest(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
      if (/^HTTP\/1\.1 101/.test(answer)) socket.end();
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}
