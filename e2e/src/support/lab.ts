import type { Scriptable } from "./browser.ts";

/** What is done to one end of a call. */
export const acts = [
  ...(["share", "share with sound", "share no more", "mute", "unmute"] as const),
  ...(["camera off", "camera on", "restart", "nothing"] as const),
] as const;
export type Act = (typeof acts)[number];

export interface Entry {
  readonly url: string;
  readonly roomId: string;
  readonly token: string;
}

/** How one end of a call stands. */
export interface EndOfCall {
  readonly connectionState: string;
  readonly signalingState: string;
  /** Session and version of the descriptions that are in force (RFC 8866 §5.2). */
  readonly local: string;
  readonly remote: string;
  readonly directions: Readonly<Record<string, string>>;
  readonly sections: number;
  /** Kinds of the tracks of the screen that is shown here, and of the one that arrives. */
  readonly shows: string;
  readonly sees: string;
  readonly sendsPicture: boolean;
  readonly framesDecoded: number;
  readonly audioBytes: number;
  readonly errors: readonly string[];
}

/** The parts of the library's face that a lab uses. */
interface Conference {
  readonly state: {
    readonly participants: readonly { readonly screen: MediaStream | null }[];
  };
  setEnabled(kind: "audio", isEnabled: boolean): void;
  replaceTrack(kind: "video", track: MediaStreamTrack | null): void;
  showScreen(screen: MediaStream | null): void;
  on(name: "error", listener: (detail: { code: string; message: string }) => void): void;
}

/** What a page keeps in `window.lab`. */
interface Lab {
  readonly conference: Conference;
  readonly camera: MediaStreamTrack;
  readonly newScreen: (hasSound: boolean) => MediaStream;
  readonly errors: string[];
  screen: MediaStream | null;
  isCameraOn: boolean;
}

/** Joins with fake devices, with nothing of a room around. */
export function enterLab(page: Scriptable, entry: Entry): Promise<void> {
  return page.evaluate(async (joining) => {
    const lectern = Reflect.get(window, "lectern") as {
      openLocalMedia(request: object): Promise<MediaStream>;
      joinConference(options: object): Conference;
    };
    const localStream = await lectern.openLocalMedia({ microphone: true, camera: true });
    const [camera] = localStream.getVideoTracks();
    if (!camera) throw new TypeError("There is no camera");
    const errors: string[] = [];
    addEventListener("error", ({ message }) => errors.push(message));
    addEventListener("unhandledrejection", ({ reason }) => errors.push(String(reason)));
    const conference = lectern.joinConference({ ...joining, localStream });
    conference.on("error", ({ code, message }) => errors.push(`${code}: ${message}`));
    const audio = new AudioContext();
    const newScreen = (hasSound: boolean): MediaStream => {
      const canvas = document.createElement("canvas");
      const brush = canvas.getContext("2d");
      const stream = canvas.captureStream(10);
      const [track] = stream.getVideoTracks();
      const timer = setInterval(() => {
        if (track?.readyState === "ended") clearInterval(timer);
        brush?.fillRect(Math.random() * 300, Math.random() * 150, 9, 9);
        brush?.clearRect(Math.random() * 300, Math.random() * 150, 9, 9);
      }, 100);
      if (hasSound) {
        for (const sound of audio.createMediaStreamDestination().stream.getTracks()) {
          stream.addTrack(sound);
        }
      }
      return stream;
    };
    const lab: Lab = { conference, camera, newScreen, errors, screen: null, isCameraOn: true };
    Object.assign(window, { lab });
  }, entry);
}

/** Does things one after the other, some in the same turn and some a few ms apart. */
export function perform(
  page: Scriptable,
  tasks: readonly { readonly act: Act; readonly waitMs: number }[],
): Promise<void> {
  return page.evaluate(async (all) => {
    const lab = Reflect.get(window, "lab") as Lab;
    const { conference, newScreen } = lab;
    const show = (screen: MediaStream | null): void => {
      for (const track of lab.screen?.getTracks() ?? []) track.stop();
      lab.screen = screen;
      conference.showScreen(screen);
    };
    const turnCamera = (isOn: boolean): void => {
      lab.isCameraOn = isOn;
      conference.replaceTrack("video", isOn ? lab.camera : null);
    };
    const table: Readonly<Record<string, () => void>> = {
      share: () => show(newScreen(false)),
      "share with sound": () => show(newScreen(true)),
      "share no more": () => show(null),
      mute: () => conference.setEnabled("audio", false),
      unmute: () => conference.setEnabled("audio", true),
      "camera off": () => turnCamera(false),
      "camera on": () => turnCamera(true),
      restart: () => {
        const made = Reflect.get(window, "peerConnections") as readonly RTCPeerConnection[];
        made.at(-1)?.restartIce();
      },
    };
    for (const { act, waitMs } of all) {
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      table[act]?.();
    }
  }, tasks);
}

/** @returns `null` before there is a call */
export function readEnd(page: Scriptable): Promise<EndOfCall | null> {
  return page.evaluate(async () => {
    const lab = Reflect.get(window, "lab") as Lab;
    const made = Reflect.get(window, "peerConnections") as readonly RTCPeerConnection[];
    const connection = made.at(-1);
    if (!connection) return null;
    const originOf = (description: RTCSessionDescription | null): string =>
      /^o=\S+ (\d+ \d+)/m.exec(description?.sdp ?? "")?.[1] ?? "none";
    const kindsOf = (stream: MediaStream | null | undefined): string =>
      (stream?.getTracks() ?? [])
        .map(({ kind }) => kind)
        .sort()
        .join(" ");
    const reports = [...(await connection.getStats()).values()];
    const sum = (kind: string, member: string): number =>
      reports
        .filter((report) => report.type === "inbound-rtp" && report.kind === kind)
        .reduce((total, report) => total + (report[member] ?? 0), 0);
    const { currentLocalDescription, currentRemoteDescription } = connection;
    return {
      connectionState: connection.connectionState,
      signalingState: connection.signalingState,
      local: originOf(currentLocalDescription),
      remote: originOf(currentRemoteDescription),
      directions: Object.fromEntries(
        connection
          .getTransceivers()
          .map(({ mid, currentDirection }) => [String(mid), String(currentDirection)]),
      ),
      sections: (currentLocalDescription?.sdp ?? "").split("\nm=").length - 1,
      shows: kindsOf(lab.screen),
      sees: kindsOf(lab.conference.state.participants[0]?.screen),
      sendsPicture: lab.isCameraOn || lab.screen !== null,
      framesDecoded: sum("video", "framesDecoded"),
      audioBytes: sum("audio", "bytesReceived"),
      errors: lab.errors,
    };
  }, null);
}

/** Why two ends do not agree; `null` when they do. */
export function disagreement(one: EndOfCall, other: EndOfCall): string | null {
  const pairs = [
    [one, other],
    [other, one],
  ] as const;
  for (const [end, far] of pairs) {
    if (end.signalingState !== "stable") return end.signalingState;
    if (end.connectionState !== "connected") return end.connectionState;
    if (end.local !== far.remote) return `${end.local} is not ${far.remote}`;
    if (end.shows !== far.sees) return `one shows [${end.shows}], the other sees [${far.sees}]`;
    for (const [mid, direction] of Object.entries(end.directions)) {
      const expected = mirrored[direction];
      const found = far.directions[mid];
      if (found !== expected) return `${mid} is ${direction} here and ${found} there`;
    }
  }
  return one.sections === other.sections ? null : `${one.sections} and ${other.sections} sections`;
}

const mirrored: Readonly<Record<string, string>> = {
  sendrecv: "sendrecv",
  sendonly: "recvonly",
  recvonly: "sendonly",
  inactive: "inactive",
};
