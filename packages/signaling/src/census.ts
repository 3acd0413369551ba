import type { RoomSummary } from "./admin.ts";
import type { Connection } from "./connection.ts";
import type { Census } from "./metrics.ts";
import type { Room } from "./room-types.ts";
import type { Rooms } from "./rooms.ts";

/** Counts who and what is here at this moment. */
export function takeCensus(rooms: Rooms, connections: ReadonlySet<Connection>): Census {
  const seats = [...rooms.list()].flatMap((room) => [...room.seats.values()]);
  const sockets = [...connections];
  const joined = sockets.filter(({ isJoined }) => isJoined).length;
  return {
    waiting: sockets.length - joined,
    joined,
    rooms: [...rooms.list()].length,
    seats: seats.length,
    heldSeats: seats.filter(({ connection }) => connection === null).length,
    unsentBytes: sockets.reduce((sum, { unsentBytes }) => sum + unsentBytes, 0),
    keptBytes: rooms.keptBytes,
  };
}

export function summarise(room: Room): RoomSummary {
  const seats = [...room.seats.values()];
  const teachers = seats.filter(({ participant }) => participant.role === "teacher").length;
  return {
    roomId: room.id,
    teachers,
    students: seats.length - teachers,
    held: seats.filter(({ connection }) => connection === null).length,
    since: Math.min(...seats.map(({ participant }) => participant.joinedAt)),
  };
}
