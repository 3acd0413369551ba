import {
  type ParticipantId,
  parseParticipantId,
  parseRoomId,
  type Role,
  type RoomId,
} from "@lectern/protocol/ids";

export function actorId(role: Role, name: string | number): ParticipantId {
  const id = parseParticipantId(`${role}-${name}`);
  if (!id) throw new RangeError(`Cannot name a participant ${role}-${name}`);
  return id;
}

export function roomId(name: string | number): RoomId {
  const id = parseRoomId(`conference-${name}`);
  if (!id) throw new RangeError(`Cannot name a room conference-${name}`);
  return id;
}
