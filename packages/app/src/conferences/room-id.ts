import { parseRoomId, type RoomId } from "@lectern/protocol/ids";

const prefix = "conference-";

/** The room in which a conference is held. @throws {RangeError} for an id that we did not make */
export function roomIdOf(conferenceId: string): RoomId {
  const roomId = parseRoomId(`${prefix}${conferenceId}`);
  if (!roomId) throw new RangeError(`Cannot name a room after conference ${conferenceId}`);
  return roomId;
}

export function conferenceIdOf(roomId: RoomId): string {
  return roomId.slice(prefix.length);
}
