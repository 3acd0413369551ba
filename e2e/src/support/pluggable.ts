import type { BrowserContext, Page } from "playwright-core";

/**
 * Lets a test unplug the devices of a page and plug them in again: the page's own
 * `navigator.mediaDevices` is told so, since a browser's fake devices stay.
 */
export async function makePluggable(target: BrowserContext | Page): Promise<void> {
  await target.addInitScript(() => {
    const source = navigator.mediaDevices;
    const enumerate = source.enumerateDevices.bind(source);
    const open = source.getUserMedia.bind(source);
    const unplugged = new Set<string>();
    const tracks: MediaStreamTrack[] = [];
    const state = { unplugged, tracks, asked: 0, isDenied: false };
    Object.defineProperty(window, "pluggable", { value: state });
    source.enumerateDevices = async () =>
      (await enumerate()).filter(({ deviceId }) => !unplugged.has(deviceId));
    source.getUserMedia = async (constraints) => {
      state.asked += 1;
      if (state.isDenied) throw new DOMException("Permission denied", "NotAllowedError");
      const stream = await open(constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });
}

/** Unplugs the device that a page's live track of a kind comes from; gives its id. */
export function unplug(page: Page, kind: "audio" | "video"): Promise<string> {
  return page.evaluate((ofKind) => {
    const { unplugged, tracks } = Reflect.get(window, "pluggable");
    const used = tracks.find(
      (track: MediaStreamTrack) => track.kind === ofKind && track.readyState === "live",
    );
    const id = used.getSettings().deviceId;
    unplugged.add(id);
    used.stop();
    used.dispatchEvent(new Event("ended"));
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
    return id;
  }, kind);
}

export async function plugIn(page: Page, id: string): Promise<void> {
  await page.evaluate((device) => {
    Reflect.get(window, "pluggable").unplugged.delete(device);
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
  }, id);
}

/** The system mutes a page's own track or takes that back (W3C Media Capture, #track-muted). */
export async function muteBySystem(
  page: Page,
  kind: "audio" | "video",
  isMuted: boolean,
): Promise<void> {
  await page.evaluate(
    ([ofKind, isNow]) => {
      const { tracks } = Reflect.get(window, "pluggable");
      const used = tracks.find(
        (track: MediaStreamTrack) => track.kind === ofKind && track.readyState === "live",
      );
      Object.defineProperty(used, "muted", { configurable: true, value: isNow });
      used.dispatchEvent(new Event(isNow ? "mute" : "unmute"));
    },
    [kind, isMuted] as const,
  );
}

/** How often the page has asked for a device. */
export function timesAsked(page: Page): Promise<number> {
  return page.evaluate(() => Reflect.get(window, "pluggable").asked);
}

/** What the page's live tracks of a kind are. */
export function liveTracks(
  page: Page,
  kind: "audio" | "video",
): Promise<readonly (MediaTrackSettings & { readonly enabled: boolean })[]> {
  return page.evaluate((ofKind) => {
    const { tracks } = Reflect.get(window, "pluggable");
    return tracks
      .filter((track: MediaStreamTrack) => track.kind === ofKind && track.readyState === "live")
      .map((track: MediaStreamTrack) => ({ ...track.getSettings(), enabled: track.enabled }));
  }, kind);
}

/** The person forbids the page its devices in the middle of the call, or allows them again. */
export async function forbid(page: Page, isDenied: boolean): Promise<void> {
  await page.evaluate((isNow) => {
    const state = Reflect.get(window, "pluggable");
    state.isDenied = isNow;
    if (!isNow) return;
    for (const track of state.tracks) {
      if (track.readyState === "ended") continue;
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
  }, isDenied);
}
