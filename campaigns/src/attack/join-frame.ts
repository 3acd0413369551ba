import { actorId, roomId } from "../support/ids.ts";
import { mint } from "../support/mint.ts";
import { textFrame } from "./client-frame.ts";

/** A join as the client library sends it: with a seat that is held, which costs the server the most. */
export function joinFrame(name: string | number, roomName: string): Buffer {
  const room = roomId(roomName);
  const token = mint(actorId("student", name), room);
  return textFrame({ type: "join", roomId: room, token, resumable: true });
}
