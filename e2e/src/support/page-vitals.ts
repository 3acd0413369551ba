import type { Page } from "playwright-core";
import { until } from "./lectern.ts";

/** What a page holds at a moment, once its garbage is gone. */
export interface PageVitals {
  /** Of JavaScript, in MB (2^20 bytes). */
  readonly heapMb: number;
  /** Of the DOM. */
  readonly listeners: number;
  /** Of the DOM, those that are out of the document and not collected included. */
  readonly nodes: number;
  /** Peer connections that are not collected. */
  readonly connections: number;
  /** WebSockets that are not collected. */
  readonly sockets: number;
}

/** Lets a page count what it makes; to be called after `watchPeerConnections`, before the page is opened. */
export async function countObjects(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const made = { connections: new Set<WeakRef<object>>(), sockets: new Set<WeakRef<object>>() };
    Object.assign(window, {
      countLiving: () => {
        for (const refs of Object.values(made)) {
          for (const ref of refs) if (!ref.deref()) refs.delete(ref);
        }
        return { connections: made.connections.size, sockets: made.sockets.size };
      },
    });
    const { RTCPeerConnection: Connection, WebSocket: Socket } = window;
    window.WebSocket = class extends Socket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        made.sockets.add(new WeakRef(this));
      }
    };
    window.RTCPeerConnection = class extends Connection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.connections.add(new WeakRef(this));
      }
      override close() {
        super.close();
        // Whoever watches them keeps them.
        const watched = Reflect.get(window, "peerConnections") as RTCPeerConnection[];
        const at = watched.indexOf(this);
        if (at >= 0) watched.splice(at, 1);
      }
    };
  });
}

/** How long a browser may take to be done with what has ended. */
const collectedWithinMs = 30_000;

/**
 * Reads what a page holds, when it holds no more peer connections than its calls.
 *
 * @throws {Error} if some of those that have ended are still there after 30 s
 */
export async function readPageVitals(page: Page, calls: number): Promise<PageVitals> {
  const session = await page.context().newCDPSession(page);
  const collect = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return page.evaluate(() => Reflect.get(window, "countLiving")());
  };
  let last: unknown;
  const living = await until(
    async () => {
      const counted = await collect();
      last = counted;
      return counted.connections <= calls && counted.sockets <= 1 && counted;
    },
    {
      what: () =>
        `no more than ${calls} peer connections and a socket to be kept, not ${JSON.stringify(last)}`,
      timeoutMs: collectedWithinMs,
      everyMs: 500,
    },
  );
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { jsEventListeners, nodes } = await session.send("Memory.getDOMCounters");
  await session.detach();
  return { heapMb: usedSize / 2 ** 20, listeners: jsEventListeners, nodes, ...living };
}
