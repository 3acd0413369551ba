import type { ParticipantId } from "@lectern/protocol/ids";
import type { ConferenceState, RemoteParticipant } from "../state.ts";

/** Something that happened in a call, in words and codes alone. */
export type TimelineEvent =
  | { readonly type: "status"; readonly status: string; readonly code?: string }
  | { readonly type: "own-media"; readonly microphone: boolean; readonly camera: boolean }
  | { readonly type: "came"; readonly who: ParticipantId }
  | { readonly type: "went"; readonly who: ParticipantId }
  /** How the peer connection with somebody stands. */
  | {
      readonly type: "pair";
      readonly who: ParticipantId;
      readonly state: string;
      /** What is being done about it. */
      readonly mending: string | null;
    }
  /** How well the pair does, and why. */
  | {
      readonly type: "link";
      readonly who: ParticipantId;
      readonly quality: string;
      readonly cause: string | null;
      readonly sound: string;
      readonly picture: string;
      readonly path: string | null;
    }
  | {
      readonly type: "marks";
      readonly who: ParticipantId;
      readonly microphone: boolean | null;
      readonly camera: boolean | null;
    }
  | { readonly type: "error"; readonly code: string }
  /** The page was hidden, shown, online and so on. */
  | { readonly type: "page"; readonly event: string };

/** What happened between two states of a conference. */
export function eventsBetween(
  before: ConferenceState,
  now: ConferenceState,
): readonly TimelineEvent[] {
  const known = new Map(before.participants.map((one) => [one.id, one]));
  const there = new Set(now.participants.map(({ id }) => id));
  return [
    ...ownEvents(before, now),
    ...before.participants
      .filter(({ id }) => !there.has(id))
      .map(({ id }) => ({ type: "went", who: id }) as const),
    ...now.participants.flatMap((one) => eventsOf(known.get(one.id) ?? null, one)),
  ];
}

function ownEvents(before: ConferenceState, now: ConferenceState): readonly TimelineEvent[] {
  const { status, microphone, camera } = now;
  const events: TimelineEvent[] = [];
  if (status.type !== before.status.type) {
    const code = status.type === "stopped" ? { code: status.code } : {};
    events.push({ type: "status", status: status.type, ...code });
  }
  if (microphone !== before.microphone || camera !== before.camera) {
    events.push({ type: "own-media", microphone, camera });
  }
  return events;
}

function eventsOf(
  before: RemoteParticipant | null,
  now: RemoteParticipant,
): readonly TimelineEvent[] {
  const { id: who, connection: state, microphone, camera } = now;
  const events: TimelineEvent[] = [];
  if (!before) events.push({ type: "came", who });
  const mending = now.mending?.step ?? null;
  if (state !== before?.connection || mending !== (before?.mending?.step ?? null)) {
    events.push({ type: "pair", who, state, mending });
  }
  if (microphone !== (before?.microphone ?? null) || camera !== (before?.camera ?? null)) {
    events.push({ type: "marks", who, microphone, camera });
  }
  const link = linkEvent(now);
  const was = before && linkEvent(before);
  if (link && JSON.stringify(link) !== JSON.stringify(was)) events.push(link);
  return events;
}

function linkEvent({ id: who, link }: RemoteParticipant): TimelineEvent | null {
  if (!link) return null;
  const { quality, cause, sound, picture, figures } = link;
  return { type: "link", who, quality, cause, sound, picture, path: figures?.path ?? null };
}
