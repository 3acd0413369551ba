import type { Page } from "playwright-core";

/** Which of a page's peer connections leads to another page: its place in `window.peerConnections`. */
export async function connectionTo(page: Page, peer: Page): Promise<number> {
  const own = await originsOf(page);
  const far = await originsOf(peer);
  const at = own.findIndex(
    ({ local, remote }) =>
      local !== null && far.some((other) => other.local === remote && other.remote === local),
  );
  if (at === -1) throw new RangeError("There is no connection between the two pages");
  return at;
}

/** Ends a peer connection without a word to anybody. */
export function killConnection(page: Page, at: number): Promise<void> {
  return page.evaluate((index) => {
    (Reflect.get(window, "peerConnections") as RTCPeerConnection[])[index]?.close();
  }, at);
}

/** Stops sending sound or picture on one connection, without the page's knowing. */
export function dropTrack(page: Page, at: number, kind: "audio" | "video"): Promise<void> {
  return page.evaluate(
    async ([index, ofKind]) => {
      const all = Reflect.get(window, "peerConnections") as RTCPeerConnection[];
      const sender = all[index]?.getSenders().find(({ track }) => track?.kind === ofKind);
      if (!sender) throw new RangeError(`No ${ofKind} is sent there`);
      await sender.replaceTrack(null);
    },
    [at, kind] as const,
  );
}

/** Session and version of the descriptions in force (RFC 8866 §5.2); `null` where there is none. */
function originsOf(page: Page) {
  return page.evaluate(() => {
    const originOf = (description: RTCSessionDescription | null): string | null =>
      /^o=\S+ (\d+ \d+)/m.exec(description?.sdp ?? "")?.[1] ?? null;
    const all = Reflect.get(window, "peerConnections") as readonly RTCPeerConnection[];
    return all.map(({ signalingState, currentLocalDescription, currentRemoteDescription }) => ({
      local: signalingState === "closed" ? null : originOf(currentLocalDescription),
      remote: originOf(currentRemoteDescription),
    }));
  });
}
