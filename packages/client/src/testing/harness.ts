import {
  type ParticipantId,
  parseInstanceId,
  parseParticipantId,
  roleOf,
} from "@lectern/protocol/ids";
import type { Participant } from "@lectern/protocol/messages";
import { afterEach, beforeEach, vi } from "vitest";
import type { Conference } from "../conference.ts";
import { joinConference } from "../join-conference.ts";
import type { JoinOptions } from "../join-options.ts";
import type { Platform } from "../platform.ts";
import { FakeConnection, sdpOf } from "./fake-connection.ts";
import { asStream, FakeStream, FakeTrack } from "./fake-media.ts";
import { FakeSocket } from "./fake-socket.ts";

/** The page of the test that is running. */
export let page = new EventTarget();

/** Gives every test of a file a clock that it moves itself, and a browser of its own. */
export function useFakeBrowser(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    page = new EventTarget();
    FakeSocket.all = [];
    FakeConnection.all = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

export function fakePlatform(): Platform {
  return {
    WebSocket: FakeSocket as unknown as typeof WebSocket,
    RTCPeerConnection: FakeConnection as unknown as typeof RTCPeerConnection,
    MediaStream: FakeStream as unknown as typeof MediaStream,
    page,
    network: null,
    sortsByMid: true,
    random: () => 1,
    now: Date.now,
  };
}

/** Starts a conference; every token that it fetches is another. */
export function start(changes: Partial<JoinOptions> = {}): Conference {
  let tokens = 0;
  return joinConference({
    url: "ws://school.example/ws/conference",
    roomId: "conference-1",
    token: async () => {
      tokens += 1;
      return `token-${tokens}`;
    },
    localStream: asStream(new FakeStream([new FakeTrack("audio"), new FakeTrack("video")])),
    platform: fakePlatform(),
    ...changes,
  });
}

export interface Entry {
  readonly self: Participant;
  readonly others?: readonly Participant[];
  readonly epoch?: string;
  readonly settleMs?: number;
  /** What a server adds that holds the seat after a break. */
  readonly seq?: number;
  readonly sessionId?: string;
  readonly secret?: string;
  readonly resumeWindowMs?: number;
}

/** The part of an entry that makes the seat one to be resumed. */
export const held = { seq: 1, sessionId: "session-1", secret: "secret-1", resumeWindowMs: 30_000 };

/** Starts a conference and lets it in. */
export async function joinAs(
  self: Participant,
  others: readonly Participant[],
  changes?: Partial<JoinOptions>,
): Promise<Conference> {
  const conference = start(changes);
  await letIn({ self, others });
  return conference;
}

/** Opens the socket that waits, and answers its join. */
export async function letIn({ self, others = [], ...joined }: Entry): Promise<void> {
  await settle();
  FakeSocket.last.open();
  FakeSocket.last.receive({
    type: "joined",
    roomId: "conference-1",
    self,
    participants: others,
    serverTime: 1,
    epoch: "one",
    ...joined,
  });
  await settle();
}

/** Waits for the next attempt, and lets it in. */
export async function letBackIn(entry: Entry): Promise<void> {
  await vi.advanceTimersByTimeAsync(500);
  await letIn(entry);
}

/** Starts a conference with a seat that outlives its socket, and lets it in. */
export async function sitAs(
  self: Participant,
  others: readonly Participant[],
  changes?: Partial<JoinOptions>,
): Promise<Conference> {
  const conference = start(changes);
  await letIn({ self, others, ...held });
  return conference;
}

/** Breaks the socket and opens the next one. */
export async function reconnect(): Promise<void> {
  FakeSocket.last.break();
  await vi.advanceTimersByTimeAsync(500);
  FakeSocket.last.open();
}

/** Gives the seat back over the socket that waits, with what was missed. */
export function resume(lastSeq: number, missed: readonly object[] = []): void {
  FakeSocket.last.receive({ type: "resumed", lastSeq, secret: "secret-2" });
  for (const message of missed) FakeSocket.last.receive(message);
}

/** Lets promises that are due run their course. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

/** Every call that was asked for over the last socket is answered, and is up. */
export async function connectAll(): Promise<void> {
  for (const sent of FakeSocket.last.sent) if (sent.type === "offer") answerFrom(sent.to);
  await settle();
  for (const connection of FakeConnection.all) connection.become("connected");
}

/** Somebody answers the offer that waits. */
export function answerFrom(id: ParticipantId): void {
  const payload = { type: "answer", sdp: sdpOf(7) };
  FakeSocket.last.receive({ type: "answer", from: id, payload });
}

/** Whom the last socket has carried an offer to. */
export function offered(): readonly string[] {
  return FakeSocket.last.sent.flatMap((sent) => (sent.type === "offer" ? [sent.to] : []));
}

export function person(text: string, instance?: string): Participant {
  const id = parseParticipantId(text);
  if (!id) throw new RangeError(`No participant id: ${text}`);
  const named = parseInstanceId(instance);
  return { id, role: roleOf(id), name: text, joinedAt: 1, ...(named && { instance: named }) };
}
