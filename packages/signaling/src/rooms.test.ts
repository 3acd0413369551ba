import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parseParticipantId, parseRoomId, roleOf } from "@lectern/protocol/ids";
import { expect, test } from "vitest";
import type { ConnectionId, RoomEvent, SeatId } from "./room-types.ts";
import { type Member, Rooms } from "./rooms.ts";

test("Rooms makes a line for many once: the same bytes for who does not count, its own number for who does", () => {
  const { join, chat } = classroom();
  const [ana, ben] = [join("student-1", true), join("student-2", true)];
  const [cleo, dan] = [join("student-3", false), join("student-4", false)];
  join("teacher-1", false);
  chat("teacher-1", "é");
  const who = { from: "teacher-1", name: "teacher-1" };
  const line = { type: "chat", id: "c", ...who, message: "é", sentAt: 1 };
  expect([ana, ben, cleo, dan].map(lastOf)).toEqual([
    { ...line, seq: 6 },
    { ...line, seq: 5 },
    line,
    line,
  ]);
  expect(cleo.at(-1)).toBe(dan.at(-1));
});

test("D10: of 100,000 rooms that were opened and left none is kept, and the heap stays within 5 %", () => {
  const rooms = emptyRooms();
  for (let at = 1; at <= 10_000; at += 1) visit(rooms, at);
  const before = heapUsed();
  for (let at = 10_001; at <= 100_000; at += 1) visit(rooms, at);
  expect([...rooms.list()]).toEqual([]);
  expect(rooms.keptBytes).toBe(0);
  expect(heapUsed()).toBeLessThan(before * 1.05);
});

function emptyRooms(): Rooms {
  return new Rooms({ maxSeats: 9, metrics: { error: () => {} }, onEnded: () => {} });
}

/** One room, whose members keep what they are sent. */
function classroom() {
  const rooms = emptyRooms();
  const roomId = roomOf(1);
  const sockets = new Map<string, number>();
  const join = (id: string, isResumable: boolean): readonly Buffer[] => {
    const socket = sockets.size + 1;
    sockets.set(id, socket);
    const received: Buffer[] = [];
    rooms.add(memberOf(socket, received));
    rooms.dispatch(roomId, joinOf(id, socket, isResumable));
    return received;
  };
  const chat = (id: string, message: string) => {
    const sender = { from: actorOf(id), connection: sockets.get(id) as ConnectionId };
    rooms.dispatch(roomId, { type: "chat", ...sender, message, id: "c", sentAt: 1 });
  };
  return { join, chat };
}

/** Opens a room and leaves it, in one of two ways. */
function visit(rooms: Rooms, at: number): void {
  const isResumable = at % 2 === 0;
  const member = memberOf(at, []);
  const sender = { from: actorOf("student-1"), connection: member.id };
  rooms.add(member);
  rooms.dispatch(roomOf(at), joinOf("student-1", at, isResumable));
  rooms.dispatch(
    roomOf(at),
    isResumable ? { type: "leave", ...sender } : { type: "disconnect", ...sender, isBroken: true },
  );
  rooms.remove(member);
}

function memberOf(socket: number, received: Buffer[]): Member {
  return {
    id: socket as ConnectionId,
    unsentBytes: 0,
    send: (frame) => void received.push(frame),
    probe: () => {},
    close: () => {},
    seated: () => {},
  };
}

function joinOf(id: string, socket: number, isResumable: boolean): RoomEvent {
  const actor = actorOf(id);
  return {
    type: "join",
    connection: socket as ConnectionId,
    seat: socket as SeatId,
    participant: { id: actor, role: roleOf(actor), name: id, joinedAt: 1 },
    epoch: "e",
    session: isResumable ? { id: `s${socket}`, secret: "k", secretHash: "h" } : null,
  };
}

function lastOf(received: readonly Buffer[]): unknown {
  const text = String(received.at(-1));
  return JSON.parse(text.slice(text.indexOf("{")));
}

/** Bytes in use once all is gone that nothing reaches. */
function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}

function roomOf(at: number) {
  return parseRoomId(`conference-${at}`) ?? fail();
}

function actorOf(id: string) {
  return parseParticipantId(id) ?? fail();
}

function fail(): never {
  throw new TypeError("Cannot make an id");
}
