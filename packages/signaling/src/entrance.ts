import { randomUUID } from "node:crypto";
import type { CloseReason } from "@lectern/protocol/codes";
import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import type { ClientMessage } from "@lectern/protocol/messages";
import { type AdmissionContext, admit } from "./admit.ts";
import type { JoinGate } from "./join-gate.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { ConnectionId, ErrorMessage, SeatId } from "./room-types.ts";
import type { Rooms } from "./rooms.ts";
import { hashOf, newKey } from "./seat-key.ts";
import type { SlowLane } from "./slow-lane.ts";

/** A connection that is in no room yet. */
export interface Visitor {
  readonly id: ConnectionId;
  readonly address: string;
  tell(error: ErrorMessage): void;
  close(reason: CloseReason): void;
  /** Is told that it is in, or about to be: what it is told from now on goes by way of its seat. */
  enter(roomId: RoomId, self: ParticipantId): void;
  /** Is told that it tried what cannot be done, which it may do only so often. */
  miss(): void;
}

export interface EntranceContext extends AdmissionContext {
  readonly rooms: Rooms;
  readonly joinGate: JoinGate;
  readonly slowLane: SlowLane;
  readonly metrics: Pick<Metrics, "join" | "resume">;
  readonly log: Log;
  /** One life of the server process. */
  readonly epoch: string;
  /** Until when a fresh server waits for its rooms to come back, by `ticks`. */
  readonly settledAt: number;
  /** ms of a clock that nobody sets; what limits and waiting go by. */
  readonly ticks: () => number;
}

type JoinMessage = Extract<ClientMessage, { readonly type: "join" }>;
type ResumeMessage = Extract<ClientMessage, { readonly type: "resume" }>;

/** Lets a visitor into the room that their token opens, or says why not. */
export function joinRoom(message: JoinMessage, visitor: Visitor, context: EntranceContext): void {
  const { rooms, joinGate, log, metrics, epoch, settledAt, ticks } = context;
  const { roomId, ref } = message;
  const admission = admit(message, context);
  if (!admission.ok) {
    const { code, message: text, reason } = admission.error;
    log("info", "refused", { room: roomId, connection: visitor.id, code, reason });
    metrics.join(code);
    visitor.tell(errorOf(code, text, ref));
    return visitor.close(code);
  }
  const participant = admission.value;
  const at = ticks();
  const waitMs = joinGate.pass(roomId, participant.id, at);
  if (waitMs > 0) {
    metrics.join("rate-limited");
    return turnAway(visitor, { room: roomId, actor: participant.id, waitMs, ref }, context);
  }
  visitor.enter(roomId, participant.id);
  rooms.dispatch(roomId, {
    type: "join",
    connection: visitor.id,
    // The connection that takes a seat gives it its number.
    seat: Number(visitor.id) as SeatId,
    participant,
    epoch,
    ...(at < settledAt && { settleMs: Math.ceil(settledAt - at) }),
    session: message.resumable ? { id: randomUUID(), ...newKey() } : null,
    ...(message.accepts && { accepts: message.accepts }),
  });
  const isIn = rooms.isSeated(roomId, participant.id, visitor.id);
  const event = isIn ? "joined" : "join-refused";
  metrics.join(event);
  log("info", event, { room: roomId, actor: participant.id, connection: visitor.id });
}

/** Lets a visitor take a seat up again, with what was missed; who cannot may join over the same socket. */
export function resumeSeat(
  { roomId, sessionId, secret, lastSeq, ref }: ResumeMessage,
  visitor: Visitor,
  context: EntranceContext,
): void {
  const { rooms, log, metrics, joinGate, ticks } = context;
  const place = rooms.findSession(sessionId);
  const waitMs = place ? joinGate.waitMs(place.roomId, place.actor, ticks()) : 0;
  if (place && waitMs > 0) {
    metrics.resume("rate-limited");
    return turnAway(visitor, { room: place.roomId, actor: place.actor, waitMs, ref }, context);
  }
  if (place?.roomId === roomId) {
    rooms.dispatch(roomId, {
      type: "resume",
      from: place.actor,
      connection: visitor.id,
      sessionId,
      secretHash: hashOf(secret),
      lastSeq,
      isWhole: place.outbox.hasAllSince(lastSeq),
      next: newKey(),
      ...(ref !== undefined && { ref }),
    });
  } else visitor.tell(errorOf("resume-failed", "Seat is not held any more: join anew", ref));
  const isBack = place !== null && rooms.isSeated(roomId, place.actor, visitor.id);
  log("info", isBack ? "resumed" : "resume-failed", { room: roomId, connection: visitor.id });
  metrics.resume(isBack ? "resumed" : "failed");
  if (isBack) visitor.enter(roomId, place.actor);
  else visitor.miss();
}

interface TurnedAway {
  readonly room: RoomId;
  readonly actor: ParticipantId;
  readonly waitMs: number;
  readonly ref: string | undefined;
}

/** Who comes too often, or comes back from flooding, is told when to try again. */
function turnAway(
  visitor: Visitor,
  { room, actor, waitMs, ref }: TurnedAway,
  { log, slowLane }: EntranceContext,
): void {
  const code = "rate-limited";
  log("info", "refused", { room, actor, code });
  slowLane.note(visitor.address);
  const retryAfterMs = Math.ceil(waitMs);
  const text = `This participant is back too soon: wait ${retryAfterMs} ms`;
  visitor.tell({ ...errorOf(code, text, ref), retryAfterMs });
  visitor.close(code);
}

function errorOf(code: ErrorMessage["code"], message: string, ref?: string): ErrorMessage {
  return { type: "error", code, message, ...(ref !== undefined && { ref }) };
}
