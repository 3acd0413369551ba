import type { Page } from "playwright-core";

/** What a browser's statistics can be made to say: that a fifth is lost, that no sound comes, that the device is too slow; or what is. */
export type FalseFigures = "loss" | "silence" | "busy" | "truth";

/** Makes the browser tell something bad of one peer connection (W3C WebRTC Statistics), as it would if it were so. */
export function tellFalsely(page: Page, at: number, figures: FalseFigures): Promise<void> {
  return page.evaluate(
    ([index, what]) => {
      const all = Reflect.get(window, "peerConnections") as RTCPeerConnection[];
      const connection = all[index];
      if (!connection) throw new RangeError("There is no such connection");
      Reflect.deleteProperty(connection, "getStats");
      if (what === "truth") return;
      const read = connection.getStats.bind(connection);
      const frozen = new Map<string, object>();
      const changed = (id: string, entry: Record<string, unknown>): object => {
        const isInbound = entry["type"] === "inbound-rtp";
        if (what === "loss" && isInbound) {
          return { ...entry, packetsLost: Math.round(Number(entry["packetsReceived"]) / 4) };
        }
        if (what === "silence" && isInbound && entry["kind"] === "audio") {
          if (!frozen.has(id)) frozen.set(id, entry);
          return { ...frozen.get(id), timestamp: entry["timestamp"] };
        }
        if (what === "busy" && entry["type"] === "outbound-rtp" && entry["kind"] === "video") {
          return { ...entry, qualityLimitationReason: "cpu" };
        }
        return entry;
      };
      connection.getStats = async () =>
        new Map([...(await read())].map(([id, entry]) => [id, changed(id, entry)]));
    },
    [at, figures] as const,
  );
}

/** Gives the page a camera that can stand still: a picture that is painted. */
export async function paintCamera(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const source = navigator.mediaDevices;
    const open = source.getUserMedia.bind(source);
    const camera = { isMoving: true };
    Object.defineProperty(window, "paintedCamera", { value: camera });
    source.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      for (const track of stream.getVideoTracks()) {
        stream.removeTrack(track);
        track.stop();
        const canvas = document.createElement("canvas");
        const brush = canvas.getContext("2d");
        setInterval(() => {
          if (!camera.isMoving) return;
          brush?.fillRect(Math.random() * 300, Math.random() * 150, 9, 9);
          brush?.clearRect(Math.random() * 300, Math.random() * 150, 9, 9);
        }, 100);
        for (const painted of canvas.captureStream(10).getTracks()) stream.addTrack(painted);
      }
      return stream;
    };
  });
}

export async function moveCamera(page: Page, isMoving: boolean): Promise<void> {
  await page.evaluate((isNow) => {
    Reflect.get(window, "paintedCamera").isMoving = isNow;
  }, isMoving);
}
