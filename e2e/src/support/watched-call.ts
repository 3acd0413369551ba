import type { Page } from "playwright-core";

export interface WatchedCall {
  /** The smallest number of tiles there was, oneself included. */
  readonly fewestTiles: number;
  /** The longest time for which a picture stood still, in ms. */
  readonly gapMs: number;
}

/** Begins to note in the page, anew, ten times a second, how many tiles there are and when each picture last moved on. */
export async function watchCall(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watch = { fewestTiles: Number.POSITIVE_INFINITY, gapMs: 0 };
    const seen = new Map<RTCPeerConnection, { frames: number; at: number }>();
    Object.assign(window, { watchedCall: watch });
    const look = async () => {
      const tiles = document.querySelectorAll("[data-participant]").length;
      watch.fewestTiles = Math.min(watch.fewestTiles, tiles);
      for (const connection of Reflect.get(window, "peerConnections") as RTCPeerConnection[]) {
        if (connection.signalingState === "closed") continue;
        for (const report of (await connection.getStats()).values()) {
          if (report.type !== "inbound-rtp" || report.kind !== "video") continue;
          const before = seen.get(connection);
          if (before) watch.gapMs = Math.max(watch.gapMs, performance.now() - before.at);
          if (!before || report.framesDecoded > before.frames) {
            seen.set(connection, { frames: report.framesDecoded, at: performance.now() });
          }
        }
      }
    };
    clearInterval(Reflect.get(window, "watchTimer") as number);
    Object.assign(window, { watchTimer: setInterval(look, 100) });
  });
}

export function readCall(page: Page): Promise<WatchedCall> {
  return page.evaluate(() => Reflect.get(window, "watchedCall") as WatchedCall);
}
