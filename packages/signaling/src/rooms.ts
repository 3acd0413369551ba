import type { CloseReason } from "@lectern/protocol/codes";
import type { RoomId } from "@lectern/protocol/ids";
import type { EndedMeeting } from "@lectern/protocol/link";
import { assertNever } from "@lectern/protocol/result";
import { emptyRoom, step } from "./room.ts";
import type { ConnectionId, Effect, Room, RoomEvent } from "./room-types.ts";

/** A connection as the rooms see it. */
export interface Member {
  readonly id: ConnectionId;
  send(text: string): void;
  close(reason: CloseReason): void;
}

export interface RoomsOptions {
  readonly maxSeats: number;
  readonly onEnded: (meeting: EndedMeeting) => void;
}

/** The rooms that somebody is in, and the one place where their effects are performed. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<RoomId, Room>();
  readonly #members = new Map<ConnectionId, Member>();

  constructor(options: RoomsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#rooms.size;
  }

  add(member: Member): void {
    this.#members.set(member.id, member);
  }

  remove(member: Member): void {
    this.#members.delete(member.id);
  }

  /** The one inbox of a room. A room comes to be by its first join. */
  dispatch(roomId: RoomId, event: RoomEvent): void {
    const before = this.#rooms.get(roomId);
    if (!before && event.type !== "join") return;
    const { room, effects } = step(before ?? emptyRoom(roomId, this.#options.maxSeats), event);
    this.#rooms.set(roomId, room);
    if (room.seats.size === 0) this.#rooms.delete(roomId);
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case "send": {
        const text = JSON.stringify(effect.message);
        for (const id of effect.to) this.#members.get(id)?.send(text);
        return;
      }
      case "close":
        for (const id of effect.connections) this.#members.get(id)?.close(effect.reason);
        return;
      case "ended":
        return this.#options.onEnded(effect.meeting);
      default:
        return assertNever(effect);
    }
  }
}
