import { createHmac, randomUUID } from "node:crypto";
import { until } from "./lectern.ts";

/**
 * A client written from the original description alone: it sends `type`,
 * `roomId`, `token`, `to`, `payload` and `message`, and ignores what it does not
 * know.
 */
export class PlainClient {
  readonly #socket: WebSocket;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into messages whose shape is what they assert
  readonly received: any[] = [];
  /** The close code, once there is one. */
  closed: number | null = null;

  constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.#socket.addEventListener("message", ({ data }) => this.received.push(JSON.parse(data)));
    this.#socket.addEventListener("close", ({ code }) => {
      this.closed = code;
    });
  }

  async opened(): Promise<void> {
    await until(() => this.#socket.readyState === WebSocket.OPEN, {
      what: () => "the socket to open",
    });
  }

  async join(roomId: string, token: string) {
    await this.opened();
    this.send({ type: "join", roomId, token });
  }

  send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** The first message of a type, which may have come already. */
  next(type: string) {
    const find = () => this.received.find((message) => message.type === type);
    return until(find, { what: () => `a ${type} among ${JSON.stringify(this.received)}` });
  }

  async closeCode(): Promise<number> {
    return until(() => this.closed, { what: () => "the socket to close" });
  }

  close(): void {
    this.#socket.close();
  }
}

export interface Minted {
  readonly sub: string;
  readonly room: string;
  readonly name: string;
  readonly iat?: number;
  readonly ttl?: number;
}

/** A token by the contract's table, made with nothing of ours. */
export function mintToken(secret: string, { sub, room, name, iat, ttl = 7200 }: Minted): string {
  const issued = iat ?? Math.floor(Date.now() / 1000);
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = [
    encode({ alg: "HS256", typ: "conference-signaling+jwt" }),
    encode({
      iss: "lectern",
      aud: "conference-signaling",
      sub,
      role: sub.split("-")[0],
      room,
      name,
      iat: issued,
      exp: issued + ttl,
      jti: randomUUID(),
    }),
  ].join(".");
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
