import { joinConference } from "@lectern/client";
import type { Conference } from "@lectern/client/conference";
import { type ConferenceState, isFinal } from "@lectern/client/state";
import { recordTimeline } from "@lectern/client/timeline";
import { signal } from "@preact/signals";
import { type Answer, call } from "../api.ts";
import { announce } from "../ui/announcer.tsx";
import { ClassDevices } from "./class-devices.ts";
import { Comings } from "./comings.ts";
import { deviceOf } from "./devices.ts";
import { keepPlace } from "./kept-place.ts";
import { callNews } from "./mending-words.ts";
import { OwnScreen } from "./own-screen.ts";
import { restoreSaver } from "./saver.ts";
import { areScreensForbidden, screenNews } from "./shown-screens.ts";
import { ticketRefusal } from "./ticket-refusal.ts";

/** What the app gives to who may enter. */
export interface Access {
  readonly token: string;
  readonly self: {
    readonly id: string;
    readonly role: "teacher" | "student";
    readonly name: string;
  };
  readonly roomId: string;
  readonly title: string;
  readonly signaling: { readonly url: string };
  readonly iceServers: readonly RTCIceServer[];
  /** ms since the epoch; `null` when their credentials do not expire. */
  readonly iceServersExpireAt: number | null;
}

/** Which of its parts the page shows. */
export type Phase =
  /** None yet: whether there is a way in is not known. */
  | { readonly type: "knocking" }
  | { readonly type: "preview" }
  | {
      readonly type: "class";
      readonly conference: Conference;
      readonly localStream: MediaStream;
      readonly devices: ClassDevices;
      readonly screen: OwnScreen;
    }
  | { readonly type: "refused"; readonly code: string; readonly message: string };

export const phase = signal<Phase>({ type: "knocking" });
export const access = signal<Access | null>(null);
/** What happened in the call so far; `null` before there was one. */
export const timeline = signal<ReturnType<typeof recordTimeline> | null>(null);
export const conferenceState = signal<ConferenceState | null>(null);

/** `/conferences/ab12/room` */
export const conferenceId = location.pathname.split("/")[2] ?? "";

export function fetchAccess(): Promise<Answer<Access>> {
  return call<Access>("POST", `/api/conferences/${conferenceId}/token`);
}

/** Looks whether there is a way in before a camera is asked for. */
export async function knock(): Promise<boolean> {
  const answer = await fetchAccess();
  if (answer.ok) access.value = answer.body;
  else phase.value = { type: "refused", code: answer.code, message: answer.message };
  return answer.ok;
}

/** Goes in with what the preview found. */
export function enter(localStream: MediaStream): void {
  const known = access.value;
  if (!known) return;
  const conference = joinConference({
    url: known.signaling.url,
    roomId: known.roomId,
    token: fetchTicket,
    localStream,
    iceServers: known.iceServers,
    reports: known.self.role === "teacher",
  });
  timeline.value = recordTimeline(conference);
  restoreSaver(conference);
  conferenceState.value = conference.state;
  conference.on("change", (state) => {
    const before = conferenceState.value ?? state;
    const news = callNews(before.participants, state.participants) ?? screenNews(before, state);
    conferenceState.value = state;
    if (news) announce(news);
    if (areScreensForbidden(state) && state.self?.role === "student") screen.stop();
    if (isFinal(state.status)) {
      comings.close();
      devices.close();
      screen.close();
    }
  });
  const comings = new Comings(announce);
  const devices = new ClassDevices(conference, localStream);
  const screen = new OwnScreen(conference);
  if (known.self.role === "teacher") conference.allowScreens(false);
  conference.on("participant-joined", (participant) => comings.came(participant));
  conference.on("participant-left", (going) => comings.went(going));
  conference.on("chat", ({ isOwn, name, message }) => {
    if (!isOwn) announce(`${name} writes: ${message}`);
  });
  phase.value = { type: "class", conference, localStream, devices, screen };
  addEventListener("pagehide", () => {
    const { status, microphone, camera } = conference.state;
    if (isFinal(status)) return;
    keepPlace(conferenceId, {
      microphone: microphone && (deviceOf(localStream, "audio") ?? true),
      camera: camera && (deviceOf(localStream, "video") ?? true),
    });
  });
}

async function fetchTicket() {
  const answer = await fetchAccess();
  if (!answer.ok) throw ticketRefusal(answer);
  access.value = answer.body;
  const { token, signaling, iceServers, iceServersExpireAt } = answer.body;
  return { token, url: signaling.url, iceServers, iceServersExpireAt };
}
