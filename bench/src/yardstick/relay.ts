import { randomUUID } from "node:crypto";
import { createTokenVerifier } from "@lectern/token/verify";
import { type WebSocket, WebSocketServer } from "ws";

export interface RelayOptions {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly secrets: readonly string[];
  readonly maxTtlSeconds: number;
}

interface Member {
  readonly participant: { id: string; role: string; name: string; joinedAt: number };
  readonly socket: WebSocket;
}

interface Room {
  readonly id: string;
  readonly members: Map<string, Member>;
}

/**
 * The yardstick: what a good engineer makes of the contract in an afternoon.
 *
 * It checks the token, keeps rooms, builds each message anew with `from` and
 * `name` out of the token, and encodes it once for all who get it. There is no
 * validation, limit, resumption, log or metric in it.
 */
export function startRelay({ secrets, maxTtlSeconds, ...listen }: RelayOptions): void {
  const verify = createTokenVerifier({ secrets, maxTtlSeconds });
  const rooms = new Map<string, Room>();
  const epoch = randomUUID();
  const server = new WebSocketServer({ ...listen, perMessageDeflate: false });
  server.on("connection", (socket) => {
    let room: Room | null = null;
    let self: Member | null = null;

    socket.on("message", (data) => {
      try {
        const message = JSON.parse(String(data));
        if (room && self) act(room, self, message);
        else if (message.type === "join") join(message);
      } catch {
        socket.close(4500, "bad-message");
      }
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      if (room && self) leave(room, self);
    });

    function join({ roomId, token }: { roomId: string; token: string }): void {
      const claims = verify(token, Math.floor(Date.now() / 1000));
      if (!claims.ok) return socket.close(4501, "token-invalid");
      const { sub: id, role, name } = claims.value;
      if (claims.value.room !== roomId) return socket.close(4503, "forbidden");
      room = rooms.get(roomId) ?? { id: roomId, members: new Map() };
      rooms.set(roomId, room);
      const others = [...room.members.values()].filter((other) => other.participant.id !== id);
      self = { participant: { id, role, name, joinedAt: Date.now() }, socket };
      room.members.set(id, self);
      const participants = others.map((other) => other.participant);
      const { participant } = self;
      const serverTime = participant.joinedAt;
      send([self], { type: "joined", roomId, self: participant, participants, serverTime, epoch });
      send(others, { type: "peer-joined", peer: participant });
    }

    function leave({ id: roomId, members }: Room, member: Member): void {
      const { id } = member.participant;
      if (members.get(id) !== member) return;
      members.delete(id);
      if (members.size === 0) rooms.delete(roomId);
      send(members.values(), { type: "peer-left", peerId: id, reason: "connection-lost" });
    }
  });
}

function act(
  { members }: Room,
  { participant: { id: from, name }, socket }: Member,
  message: { type: string; to: string; payload: unknown; message: string },
): void {
  switch (message.type) {
    case "offer":
    case "answer":
    case "ice-candidate": {
      const receiver = members.get(message.to);
      if (receiver) send([receiver], { type: message.type, from, payload: message.payload });
      return;
    }
    case "chat": {
      const line = { id: randomUUID(), from, name, message: message.message, sentAt: Date.now() };
      return send(members.values(), { type: "chat", ...line });
    }
    case "leave":
      return socket.close(1000, "bye");
  }
}

function send(members: Iterable<Member>, message: object): void {
  const text = JSON.stringify(message);
  for (const { socket } of members) socket.send(text);
}
