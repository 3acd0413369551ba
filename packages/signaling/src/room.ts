import type { ErrorCode } from "@lectern/protocol/codes";
import type { RoomId } from "@lectern/protocol/ids";
import type { LeaveReason, ServerMessage } from "@lectern/protocol/messages";
import { assertNever } from "@lectern/protocol/result";
import type { ConnectionId, Effect, Room, RoomEvent, Seat, Step } from "./room-types.ts";

type EventOf<Type extends RoomEvent["type"]> = Extract<RoomEvent, { readonly type: Type }>;

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
  const seat = room.seats.get(event.from);
  if (room.isEnded || seat?.connection !== event.connection) return { room, effects: [] };
  switch (event.type) {
    case "leave":
      return leave(room, seat);
    case "disconnect":
      return vacate(room, seat, "connection-lost");
    case "signal":
      return relay(room, event);
    case "chat":
      return chat(room, event, seat);
    case "end":
      return end(room, event, seat);
    default:
      return assertNever(event);
  }
}

function join(room: Room, event: EventOf<"join">): Step {
  const { connection, participant, epoch } = event;
  if (room.isEnded) return { room, effects: refuse(connection, "meeting-ended", meetingIsOver) };
  const held = room.seats.get(participant.id);
  if (!held && room.seats.size >= room.maxSeats) {
    const text = `Room has no free seat: all ${room.maxSeats} are taken`;
    return { room, effects: refuse(connection, "room-full", text) };
  }
  const cleared = held ? takeOver(room, held) : { room, effects: [] };
  const others = cleared.room.seats;
  const joined: ServerMessage = {
    type: "joined",
    roomId: room.id,
    self: participant,
    participants: [...others.values()].map((seat) => seat.participant),
    serverTime: participant.joinedAt,
    epoch,
  };
  return {
    room: { ...room, seats: new Map(others).set(participant.id, { participant, connection }) },
    effects: [
      ...cleared.effects,
      send([connection], joined),
      send(connectionsOf(others), { type: "peer-joined", peer: participant }),
    ],
  };
}

const meetingIsOver = "Meeting was ended; it takes a token issued after that to join";

/** Frees a seat for a newer socket of the same actor: the newest wins. */
function takeOver(room: Room, seat: Seat): Step {
  const text = `${seat.participant.id} joined again over another socket`;
  const { room: without, effects } = vacate(room, seat, "connection-lost");
  return {
    room: without,
    effects: [...refuse(seat.connection, "session-replaced", text), ...effects],
  };
}

function leave(room: Room, seat: Seat): Step {
  const { room: without, effects } = vacate(room, seat, "left");
  return {
    room: without,
    effects: [{ type: "close", connections: [seat.connection], reason: "bye" }, ...effects],
  };
}

function vacate(room: Room, seat: Seat, reason: LeaveReason): Step {
  const seats = new Map(room.seats);
  seats.delete(seat.participant.id);
  const left: ServerMessage = { type: "peer-left", peerId: seat.participant.id, reason };
  return {
    room: { ...room, seats },
    effects: [send(connectionsOf(seats), left)],
  };
}

function relay(room: Room, event: EventOf<"signal">): Step {
  const { from, to, signal, connection, ref } = event;
  if (to === from) {
    return {
      room,
      effects: [error(connection, "self-target", "Message is addressed to its sender", ref)],
    };
  }
  const receiver = room.seats.get(to);
  if (!receiver) {
    return {
      room,
      effects: [error(connection, "peer-not-found", `${to} is not in this room`, ref)],
    };
  }
  return { room, effects: [send([receiver.connection], { ...signal, from })] };
}

function chat(room: Room, event: EventOf<"chat">, { participant, connection }: Seat): Step {
  const { id, message, sentAt, ref } = event;
  const line = {
    type: "chat",
    id,
    from: participant.id,
    name: participant.name,
    message,
    sentAt,
  } as const;
  const others = connectionsOf(room.seats).filter((other) => other !== connection);
  return {
    room,
    effects: [
      send([connection], { ...line, ...(ref !== undefined && { ref }) }),
      send(others, line),
    ],
  };
}

function end(room: Room, event: EventOf<"end">, { participant, connection }: Seat): Step {
  if (participant.role !== "teacher") {
    return {
      room,
      effects: [error(connection, "not-teacher", "Only a teacher ends the meeting", event.ref)],
    };
  }
  const everyone = connectionsOf(room.seats);
  return {
    room: { ...room, seats: new Map(), isEnded: true },
    effects: [
      { type: "ended", meeting: { roomId: room.id, by: participant.id, endedAt: event.endedAt } },
      send(everyone, { type: "meeting-ended", by: participant.id }),
      { type: "close", connections: everyone, reason: "meeting-ended" },
    ],
  };
}

function connectionsOf(seats: Room["seats"]): readonly ConnectionId[] {
  return [...seats.values()].map((seat) => seat.connection);
}

function send(to: readonly ConnectionId[], message: ServerMessage): Effect {
  return { type: "send", to, message };
}

function error(to: ConnectionId, code: ErrorCode, message: string, ref?: string): Effect {
  return send([to], { type: "error", code, message, ...(ref !== undefined && { ref }) });
}

function refuse(
  connection: ConnectionId,
  reason: "meeting-ended" | "room-full" | "session-replaced",
  message: string,
): readonly Effect[] {
  return [error(connection, reason, message), { type: "close", connections: [connection], reason }];
}
