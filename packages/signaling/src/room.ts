import type { CloseReason } from "@lectern/protocol/codes";
import type { RoomId } from "@lectern/protocol/ids";
import { limits } from "@lectern/protocol/limits";
import type { LeaveReason, ServerMessage } from "@lectern/protocol/messages";
import { optionalTypes } from "@lectern/protocol/optional-types";
import { assertNever } from "@lectern/protocol/result";
import { error, idsOf, nothing, refuse, send, tell } from "./effects.ts";
import { mend, relay, report } from "./relay.ts";
import type { ConnectionId, EventOf, Room, RoomEvent, Seat, Step } from "./room-types.ts";

/** So often may two sockets take an actor's seat from one another, and within which time (T10). */
const maxTakeovers = 3;
const takeoverWindowMs = 30_000;

export function emptyRoom(id: RoomId, maxSeats: number): Room {
  return { id, maxSeats, seats: new Map(), isEnded: false };
}

/**
 * Decides what an event changes in a room, and what has to be done about it.
 *
 * Every rule of the classroom stands here. Pure: it knows no socket, no clock and
 * no random source. What comes over a socket that holds no seat has no effect.
 */
export function step(room: Room, event: RoomEvent): Step {
  if (event.type === "join") return join(room, event);
  if (event.type === "finish") return room.isEnded ? nothing(room) : finish(room, event);
  if (event.type === "drain") return drain(room, event);
  const seat = room.seats.get(event.from);
  if (event.type === "resume") return resume(room, event, seat);
  if (room.isEnded || !seat) return nothing(room);
  if (event.type === "expire") return expire(room, event, seat);
  if (event.type === "remove") return remove(room, seat);
  return seat.connection === event.connection ? act(room, event, seat) : nothing(room);
}

type Act = EventOf<
  "leave" | "disconnect" | "signal" | "mend" | "report" | "chat" | "refused" | "end"
>;

/** What comes over the socket that holds the seat. */
function act(room: Room, event: Act, seat: Seat): Step {
  switch (event.type) {
    case "leave":
      return leave(room, event, seat);
    case "disconnect":
      return event.isBroken && seat.session
        ? hold(room, seat)
        : vacate(room, seat, "connection-lost");
    case "signal":
      return relay(room, event, seat);
    case "mend":
      return mend(room, event, seat);
    case "report":
      return report(room, event);
    case "chat":
      return chat(room, event, seat);
    case "refused":
      return { room, effects: [send([seat.id], event.error)] };
    case "end":
      return end(room, event, seat);
    default:
      return assertNever(event);
  }
}

function join(room: Room, event: EventOf<"join">): Step {
  const { connection, participant, epoch, settleMs, session } = event;
  if (room.isEnded) return { room, effects: refuse(connection, "meeting-ended", meetingIsOver) };
  const held = room.seats.get(participant.id);
  if (!held && room.seats.size >= room.maxSeats) {
    const text = `Room has no free seat: all ${room.maxSeats} are taken`;
    return { room, effects: refuse(connection, "room-full", text) };
  }
  const takenOverAt = held ? takeoversOf(held, event) : [];
  if (held && takenOverAt.length > maxTakeovers) return bothChoose(room, held, connection);
  const cleared = held ? takeOver(room, held) : nothing(room);
  const others = cleared.room.seats;
  const seat: Seat = {
    id: event.seat,
    participant,
    connection,
    session: session && { id: session.id, secretHash: session.secretHash },
    accepted: optionalTypes.filter((type) => event.accepts?.includes(type)),
    takenOverAt,
  };
  const joined: ServerMessage = {
    type: "joined",
    roomId: room.id,
    self: participant,
    participants: [...others.values()].map((other) => other.participant),
    serverTime: participant.joinedAt,
    epoch,
    ...(settleMs !== undefined && { settleMs }),
    ...(session && {
      sessionId: session.id,
      secret: session.secret,
      resumeWindowMs: limits.resumeWindowMs[participant.role],
    }),
  };
  return {
    room: { ...room, seats: new Map(others).set(participant.id, seat) },
    effects: [
      ...cleared.effects,
      {
        type: "seat",
        seat: seat.id,
        actor: participant.id,
        connection,
        sessionId: session?.id ?? null,
      },
      send([seat.id], joined),
      send(idsOf(others), { type: "peer-joined", peer: participant }),
    ],
  };
}

const meetingIsOver = "Meeting was ended; it takes a token issued after that to join";

/** A page that comes back to a seat that its own old socket still holds takes it from nobody. */
function takeoversOf(held: Seat, { participant }: EventOf<"join">): readonly number[] {
  const now = participant.joinedAt;
  const recent = held.takenOverAt.filter((at) => at > now - takeoverWindowMs);
  const isSamePage =
    participant.instance !== undefined && participant.instance === held.participant.instance;
  return held.connection === null || isSamePage ? recent : [...recent, now];
}

/** Frees a seat for a newer socket of the same actor: the newest wins. */
function takeOver(room: Room, seat: Seat): Step {
  const text = `${seat.participant.id} joined again over another socket`;
  const { room: without, effects } = vacate(room, seat, "connection-lost");
  const told = seat.connection === null ? [] : refuse(seat.connection, "session-replaced", text);
  return { room: without, effects: [...told, ...effects] };
}

/** Two that take the seat from one another over and over are both sent away, to choose. */
function bothChoose(room: Room, seat: Seat, connection: ConnectionId): Step {
  const text = `${seat.participant.id} is joined from two places by turns: use one of them`;
  const { room: without, effects } = vacate(room, seat, "connection-lost");
  const sockets = seat.connection === null ? [connection] : [seat.connection, connection];
  return {
    room: without,
    effects: [...sockets.flatMap((one) => refuse(one, "session-replaced", text)), ...effects],
  };
}

/** Gives a seat back to who shows its secret, which is used up by it. */
function resume(room: Room, event: EventOf<"resume">, seat: Seat | undefined): Step {
  const { connection, lastSeq, next, ref } = event;
  const isOwner =
    !room.isEnded &&
    seat?.session?.id === event.sessionId &&
    seat.session.secretHash === event.secretHash;
  if (!isOwner || !event.isWhole) {
    const text = isOwner
      ? "More was missed than is kept: join anew"
      : "Seat is not held any more: join anew";
    return { room, effects: [tell(connection, "resume-failed", text, ref)] };
  }
  const text = "The seat was resumed over another socket";
  const old = seat.connection === null ? [] : refuse(seat.connection, "session-replaced", text);
  const session = { id: event.sessionId, secretHash: next.secretHash };
  return {
    room: put(room, { ...seat, connection, session }),
    effects: [...old, { type: "reseat", seat: seat.id, connection, lastSeq, secret: next.secret }],
  };
}

/** The others see nothing while a seat is held. */
function hold(room: Room, seat: Seat): Step {
  const { id, role } = seat.participant;
  return {
    room: put(room, { ...seat, connection: null }),
    effects: [{ type: "hold", seat: seat.id, actor: id, windowMs: limits.resumeWindowMs[role] }],
  };
}

function expire(room: Room, event: EventOf<"expire">, seat: Seat): Step {
  const isHeld = seat.id === event.seat && seat.connection === null;
  return isHeld ? vacate(room, seat, "connection-lost") : nothing(room);
}

function leave(room: Room, { connection }: EventOf<"leave">, seat: Seat): Step {
  const { room: without, effects } = vacate(room, seat, "left");
  return {
    room: without,
    effects: [{ type: "close", connections: [connection], reason: "bye" }, ...effects],
  };
}

function vacate(room: Room, seat: Seat, reason: LeaveReason): Step {
  const seats = new Map(room.seats);
  seats.delete(seat.participant.id);
  const left: ServerMessage = { type: "peer-left", peerId: seat.participant.id, reason };
  return {
    room: { ...room, seats },
    effects: [{ type: "free", seats: [seat.id] }, send(idsOf(seats), left)],
  };
}

function chat(room: Room, event: EventOf<"chat">, { id: own, participant }: Seat): Step {
  const { id, message, sentAt, ref } = event;
  const line = {
    type: "chat",
    id,
    from: participant.id,
    name: participant.name,
    message,
    sentAt,
  } as const;
  const others = idsOf(room.seats).filter((other) => other !== own);
  return {
    room,
    effects: [send([own], { ...line, ...(ref !== undefined && { ref }) }), send(others, line)],
  };
}

function end(room: Room, event: EventOf<"end">, { id, participant }: Seat): Step {
  if (participant.role !== "teacher") {
    const text = "Only a teacher ends the meeting";
    return { room, effects: [send([id], error("not-teacher", text, event.ref))] };
  }
  return finish(room, { by: participant.id, endedAt: event.endedAt });
}

type Finish = Pick<EventOf<"finish">, "by" | "endedAt">;

function finish(room: Room, { by, endedAt }: Finish): Step {
  const { effects } = clear(room, { type: "meeting-ended", by }, "meeting-ended");
  return {
    room: { ...room, seats: new Map(), isEnded: true },
    effects: [{ type: "ended", meeting: { roomId: room.id, by, endedAt } }, ...effects],
  };
}

/** Nobody has left: the others are about to meet them where they come back. */
function drain(room: Room, { retryAfterMs }: EventOf<"drain">): Step {
  const text = "The server restarts: come back by yourself";
  return clear(room, { ...error("draining", text), retryAfterMs }, "draining");
}

function clear(room: Room, lastWord: ServerMessage, reason: CloseReason): Step {
  const everyone = idsOf(room.seats);
  const connections = [...room.seats.values()].flatMap(({ connection }) => connection ?? []);
  return {
    room: { ...room, seats: new Map() },
    effects: [
      send(everyone, lastWord),
      { type: "close", connections, reason },
      { type: "free", seats: everyone },
    ],
  };
}

function remove(room: Room, seat: Seat): Step {
  const { room: without, effects } = vacate(room, seat, "removed");
  const text = "A teacher removed you from the room";
  const lastWord = send([seat.id], error("removed", text));
  const connections = seat.connection === null ? [] : [seat.connection];
  return {
    room: without,
    effects: [lastWord, { type: "close", connections, reason: "removed" }, ...effects],
  };
}

function put(room: Room, seat: Seat): Room {
  return { ...room, seats: new Map(room.seats).set(seat.participant.id, seat) };
}
