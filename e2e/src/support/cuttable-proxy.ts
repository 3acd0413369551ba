import { createServer, connect as openSocket, type Socket } from "node:net";

/** One connection through the proxy, and what bad networks do to it. */
export interface Line {
  /** Swallows what the near end says from now on, as a line does that is dead and does not know yet. */
  mute(): void;
  /** Breaks it without a goodbye; the proxy takes no other until it is mended. */
  cut(): void;
}

/** A way to a port that can be cut in the middle. */
export interface CuttableProxy {
  readonly port: number;
  /** How many connections were refused since it was opened. */
  refused(): number;
  newestLine(): Line;
  mend(): void;
  close(): void;
}

/** @param targetPort where on 127.0.0.1 it leads to, asked for every connection */
export async function openCuttableProxy(targetPort: () => number): Promise<CuttableProxy> {
  const lines: (Line & { readonly near: Socket })[] = [];
  let isCut = false;
  let refused = 0;
  const server = createServer((near) => {
    if (isCut) {
      refused += 1;
      near.resetAndDestroy();
      return;
    }
    const far = openSocket(targetPort(), "127.0.0.1");
    join(near, far);
    const mute = () => near.unpipe(far).resume();
    const cut = () => {
      isCut = true;
      near.resetAndDestroy();
    };
    lines.push({ near, mute, cut });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("Cannot read a port");
  return {
    port: address.port,
    refused: () => refused,
    newestLine: () => {
      const line = lines.at(-1);
      if (!line) throw new RangeError("No connection came through the proxy");
      return line;
    },
    mend: () => {
      isCut = false;
    },
    close: () => {
      server.close();
      for (const { near } of lines) near.destroy();
    },
  };
}

/** Passes on what either says, and the end of one to the other. */
function join(near: Socket, far: Socket): void {
  near.pipe(far).pipe(near);
  near.on("error", () => {}).on("close", () => far.destroy());
  far.on("error", () => {}).on("close", () => near.destroy());
}
