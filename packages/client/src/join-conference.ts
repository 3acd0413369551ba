import { parseRoomId } from "@lectern/protocol/ids";
import { Conference } from "./conference.ts";
import type { JoinOptions } from "./join-options.ts";

/**
 * Joins a conference: fetches a token, opens the socket, joins, and calls or is
 * called by everyone in the room, now and as they come.
 *
 * When the socket breaks it comes back by itself and keeps every call that is up.
 *
 * @throws {TypeError} if `roomId` is no room id
 */
export function joinConference(options: JoinOptions): Conference {
  const roomId = parseRoomId(options.roomId);
  if (!roomId) throw new TypeError(`Cannot join room "${options.roomId}": not a room id`);
  return new Conference(roomId, options);
}
