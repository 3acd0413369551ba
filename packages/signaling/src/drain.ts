import { setTimeout as pause } from "node:timers/promises";
import type { RoomId } from "@lectern/protocol/ids";
import type { Connection } from "./connection.ts";
import type { Room } from "./room-types.ts";
import type { Rooms } from "./rooms.ts";

export interface DrainOptions {
  readonly rooms: Rooms;
  readonly connections: ReadonlySet<Connection>;
  /** Over how long the rooms are sent away, in ms. */
  readonly withinMs: number;
  /** How long clients are asked to wait, when nobody serves in this server's place yet. */
  readonly retryAfterMs: number;
  /** Nobody is connected any more. */
  readonly emptied: Promise<void>;
}

/**
 * Sends everybody away: one room after the other, spread evenly, so that a room stays
 * together and not all come back in the same instant; at the end who is left. It is over
 * sooner when all have gone by themselves.
 */
export async function drain(options: DrainOptions): Promise<void> {
  const { rooms, connections, withinMs, retryAfterMs, emptied } = options;
  const event = { type: "drain", retryAfterMs } as const;
  const occupied = [...rooms.list()].filter(isOccupied);
  const rest = new AbortController();
  const waves = occupied.map(async ({ id }, at) => {
    await pause((withinMs * at) / occupied.length, null, { signal: rest.signal });
    rooms.dispatch(id, event);
  });
  await Promise.race([Promise.all(waves), emptied]);
  rest.abort();
  for (const id of idsOf(rooms)) rooms.dispatch(id, event);
  for (const connection of connections) connection.close("draining");
}

/** Nobody is there to be told in a room of held seats; who comes to it yet is sent away at the end. */
function isOccupied({ seats }: Room): boolean {
  return [...seats.values()].some(({ connection }) => connection !== null);
}

/** Who came in the meantime may have opened another. */
function idsOf(rooms: Rooms): readonly RoomId[] {
  return [...rooms.list()].map(({ id }) => id);
}
