import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import { openSocket } from "../client/socket.ts";
import { mint } from "../support/mint.ts";

export interface NewcomerOptions {
  readonly url: string;
  readonly actor: ParticipantId;
  readonly room: RoomId;
}

/**
 * Joins once and leaves.
 *
 * @returns how long it took from opening the socket to having a seat, in ms, or what came instead
 */
export function comeAndGo({ url, actor, room }: NewcomerOptions): Promise<number | string> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const socket = openSocket(url, {
      opened: () =>
        socket.send(JSON.stringify({ type: "join", roomId: room, token: mint(actor, room) })),
      text: (text) => {
        const isJoined = text.includes('"type":"joined"');
        resolve(isJoined ? performance.now() - startedAt : `${actor} was told ${text}`);
        if (isJoined) socket.send('{"type":"leave"}');
      },
      closed: (code) => resolve(`${actor} was closed with ${code}`),
    });
  });
}
