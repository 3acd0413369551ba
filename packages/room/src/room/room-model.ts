import { joinConference } from "@lectern/client";
import type { Conference } from "@lectern/client/conference";
import type { ConferenceState } from "@lectern/client/state";
import { signal } from "@preact/signals";
import { type Answer, call } from "../api.ts";
import { announce } from "../ui/announcer.tsx";
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
}

/** Which of its parts the page shows. */
export type Phase =
  /** None yet: whether there is a way in is not known. */
  | { readonly type: "knocking" }
  | { readonly type: "preview" }
  | { readonly type: "class"; readonly conference: Conference; readonly localStream: MediaStream }
  | { readonly type: "refused"; readonly code: string; readonly message: string };

export const phase = signal<Phase>({ type: "knocking" });
export const access = signal<Access | null>(null);
export const conferenceState = signal<ConferenceState | null>(null);

/** `/conferences/ab12/room` */
export const conferenceId = location.pathname.split("/")[2] ?? "";

export function fetchAccess(): Promise<Answer<Access>> {
  return call<Access>("POST", `/api/conferences/${conferenceId}/token`);
}

/** Looks whether there is a way in before a camera is asked for. */
export async function knock(): Promise<void> {
  const answer = await fetchAccess();
  if (answer.ok) {
    access.value = answer.body;
    phase.value = { type: "preview" };
  } else {
    phase.value = { type: "refused", code: answer.code, message: answer.message };
  }
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
  });
  conferenceState.value = conference.state;
  conference.on("change", (state) => {
    conferenceState.value = state;
  });
  conference.on("participant-joined", ({ name }) => announce(`${name} came in`));
  conference.on("participant-left", ({ participant }) => announce(`${participant.name} left`));
  conference.on("chat", ({ isOwn, name, message }) => {
    if (!isOwn) announce(`${name} writes: ${message}`);
  });
  phase.value = { type: "class", conference, localStream };
}

async function fetchTicket() {
  const answer = await fetchAccess();
  if (!answer.ok) throw ticketRefusal(answer);
  access.value = answer.body;
  const { token, signaling, iceServers } = answer.body;
  return { token, url: signaling.url, iceServers };
}
