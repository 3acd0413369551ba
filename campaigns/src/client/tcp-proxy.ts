import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** One connection of the client's, and the one that was made for it to the server. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** The network between one client and the server, which can be made to fail. */
export class TcpProxy {
  readonly #listener: Server;
  readonly #targetPort: number;
  readonly #pairs = new Set<Pair>();
  /** Of which one end has been told that it broke, and the other not. */
  readonly #halfOpen = new Set<Pair>();
  /** Who connected in a time in which nothing gets through. */
  readonly #held = new Set<Socket>();
  #mode: "pass" | "refuse" | "stall" = "pass";
  #delayMs = 0;

  private constructor(listener: Server, targetPort: number) {
    this.#listener = listener;
    this.#targetPort = targetPort;
    listener.on("connection", (client) => this.#accept(client));
  }

  static async listen(targetPort: number): Promise<TcpProxy> {
    const listener = createServer({
      noDelay: true,
      pauseOnConnect: true,
      allowHalfOpen: true,
    });
    const proxy = new TcpProxy(listener, targetPort);
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  /** Breaks what is connected, for both ends to see. */
  cut(): void {
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /** Turns away who connects, until `restore`. */
  refuse(): void {
    this.#mode = "refuse";
  }

  /** Passes nothing on and tells nobody, until `restore`; who connects waits. */
  stall(): void {
    this.#mode = "stall";
    for (const { client, server } of this.#pairs) {
      client.pause();
      server.pause();
    }
  }

  /** The client sees a break and the server none, until `restore`; who connects anew gets through. */
  cutFromClient(): void {
    this.#leaveHalfOpen(({ server }) => server).forEach(({ client }) => {
      client.resetAndDestroy();
    });
  }

  /** The server sees a break and the client none, until `restore`. */
  cutFromServer(): void {
    this.#leaveHalfOpen(({ client }) => client).forEach(({ server }) => {
      server.resetAndDestroy();
    });
  }

  /** Holds everything up for so long, until `restore`. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  restore(): void {
    this.#mode = "pass";
    this.#delayMs = 0;
    for (const { client, server } of this.#halfOpen) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
    this.#halfOpen.clear();
    for (const { client, server } of this.#pairs) {
      client.resume();
      server.resume();
    }
    for (const client of this.#held) this.#connect(client);
    this.#held.clear();
  }

  /** May be called twice. */
  close(): Promise<void> {
    this.restore();
    this.cut();
    return new Promise((resolve) => this.#listener.close(() => resolve()));
  }

  #accept(client: Socket): void {
    client.on("error", ignore);
    if (this.#mode === "pass") this.#connect(client);
    else if (this.#mode === "refuse") client.resetAndDestroy();
    else {
      this.#held.add(client);
      client.once("close", () => this.#held.delete(client));
    }
  }

  #connect(client: Socket): void {
    if (client.destroyed) return;
    const server = connect({
      port: this.#targetPort,
      host: "127.0.0.1",
      noDelay: true,
      allowHalfOpen: true,
    });
    const pair = { client, server };
    this.#pairs.add(pair);
    server.on("error", ignore);
    this.#forward(pair, client, server);
    this.#forward(pair, server, client);
    client.resume();
  }

  /** Passes on what one end says, in order, and that it has gone. */
  #forward(pair: Pair, from: Socket, to: Socket): void {
    let passedOn: Promise<unknown> = Promise.resolve();
    const inOrder = (pass: () => void): void => {
      const dueAt = performance.now() + this.#delayMs;
      passedOn = passedOn.then(() => sleepUntil(dueAt)).then(pass);
    };
    from.on("data", (chunk) => inOrder(() => void to.write(chunk)));
    from.on("end", () => inOrder(() => void to.end()));
    from.on("close", () => {
      if (this.#pairs.delete(pair)) inOrder(() => void to.destroySoon());
    });
  }

  /** Takes what is connected out of the pairs whose ends share their fate; one end is kept, and silent. */
  #leaveHalfOpen(keep: (pair: Pair) => Socket): readonly Pair[] {
    const pairs = [...this.#pairs];
    for (const pair of pairs) {
      keep(pair).pause();
      this.#pairs.delete(pair);
      this.#halfOpen.add(pair);
    }
    return pairs;
  }
}

async function sleepUntil(at: number): Promise<void> {
  const ms = at - performance.now();
  if (ms > 0) await sleep(ms);
}

function ignore(): void {}
