import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { ApiUser } from "./api.ts";
import { type Camera, smallCamera, writeFilm } from "./camera.ts";

/** Chromium as a person starts it. */
export const chromiumPath = process.env["LECTERN_CHROMIUM"] ?? "/usr/bin/chromium";
/** The same engine without windows and their bars, which costs half the time. */
export const headlessPath =
  process.env["LECTERN_CHROMIUM_HEADLESS"] ?? "/usr/bin/chromium-headless-shell";

/** A page of any browser driver. */
export interface Scriptable {
  evaluate<A, T>(run: (argument: A) => T | Promise<T>, argument: A): Promise<T>;
}

export interface BrowserOptions {
  /** Default: the one without windows, which knows neither of their focus nor of refusals. */
  readonly executablePath?: string;
  /** What `getUserMedia` answers: fake devices, or a refusal. */
  readonly media?: "granted" | "refused" | "no-devices";
  /** Default: a small one; `null` is what the browser has for one, 640x480 at 10 pictures a second. */
  readonly camera?: Camera | null;
  /** Whether calls may go through the loopback device: all on one host, or each on its own. */
  readonly onLoopback?: boolean;
  readonly args?: readonly string[];
}

/** Debian's Chromium, quiet and with fake devices. */
export async function openChromium({
  executablePath = headlessPath,
  ...options
}: BrowserOptions = {}): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: argsOf(options) });
}

/** The flags of a Chromium that is quiet and has fake devices. */
export function argsOf({
  media = "granted",
  camera = smallCamera,
  onLoopback = true,
  args = [],
}: Omit<BrowserOptions, "executablePath"> = {}): string[] {
  const devices = media === "no-devices" ? "device-count=0" : "device-count=1,fps=10";
  // It would be a camera where there is to be none.
  const film = camera && media === "granted" ? writeFilm(camera) : null;
  return [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    ...(onLoopback ? ["--allow-loopback-in-peer-connection"] : []),
    "--autoplay-policy=no-user-gesture-required",
    `--use-fake-device-for-media-stream=${devices}`,
    ...(film ? [`--use-file-for-fake-video-capture=${film}`] : []),
    media === "refused" ? "--deny-permission-prompts" : "--use-fake-ui-for-media-stream",
    ...args,
  ];
}

/** A window of its own, signed in as somebody who has signed in through the API. */
export async function windowOf(
  browser: Browser,
  url: string,
  user: ApiUser | null = null,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const cookies = (user?.cookies() ?? []).map((cookie) => ({
    ...cookie,
    url: url.replace(/^http:/, "https:"),
    secure: true,
    httpOnly: true,
    sameSite: "Lax" as const,
  }));
  await context.addCookies(cookies);
  return context;
}

/** Keeps every RTCPeerConnection of a page within reach of its `getStats`. */
export async function watchPeerConnections(target: BrowserContext | Page): Promise<void> {
  await target.addInitScript(keepPeerConnections);
}

/** To be run in a page before anything else is. */
export function keepPeerConnections(): void {
  const Native = window.RTCPeerConnection;
  const all: RTCPeerConnection[] = [];
  Object.defineProperty(window, "peerConnections", { value: all });
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      all.push(this);
    }
  };
}

export interface InboundMedia {
  /** Which of the peer connections that the page has made, from 0. */
  readonly connection: number;
  readonly connectionState: string;
  readonly framesDecoded: number;
  readonly audioBytes: number;
}

/** What each peer connection of a page has received so far, those that are closed left out. */
export function receivedBy(page: Scriptable): Promise<readonly InboundMedia[]> {
  return page.evaluate(async () => {
    const all = Reflect.get(window, "peerConnections") as readonly RTCPeerConnection[];
    const open = [...all.entries()].filter(([, { signalingState }]) => signalingState !== "closed");
    return Promise.all(
      open.map(async ([at, connection]) => {
        const reports = [...(await connection.getStats()).values()];
        const sum = (kind: string, member: string): number =>
          reports
            .filter((report) => report.type === "inbound-rtp" && report.kind === kind)
            .reduce((total, report) => total + (report[member] ?? 0), 0);
        return {
          connection: at,
          connectionState: connection.connectionState,
          framesDecoded: sum("video", "framesDecoded"),
          audioBytes: sum("audio", "bytesReceived"),
        };
      }),
    );
  }, null);
}
