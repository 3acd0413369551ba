import { parseParticipantId, parseRoomId } from "@lectern/protocol/ids";
import type { Participant } from "@lectern/protocol/messages";
import { describe, expect, test } from "vitest";
import { emptyRoom, step } from "./room.ts";
import type { ConnectionId, Effect, Room, RoomEvent } from "./room-types.ts";

const roomId = parseRoomId("conference-1") ?? unreachable();
const teacher = person("teacher-1", "Tea");
const ana = person("student-5", "Ana");
const ben = person("student-6", "Ben");
const sockets = { teacher: 1, ana: 2, ben: 3 } as const;
const signal = { type: "offer", payload: { type: "offer", sdp: "v=0" } } as const;

describe("step()", () => {
  test("empty -> join: tells who joined the roster, and nobody else", () => {
    expect(step(emptyRoom(roomId, 9), joining(ana, 2)).effects).toEqual([
      send([2], joined(ana, [])),
      send([], { type: "peer-joined", peer: ana }),
    ]);
  });

  test("join: the roster is in the order they came, the others hear of it once", () => {
    const { effects } = step(roomOf([teacher, 1], [ana, 2]), joining(ben, 3));
    expect(effects).toEqual([
      send([3], joined(ben, [teacher, ana])),
      send([1, 2], { type: "peer-joined", peer: ben }),
    ]);
  });

  test("join of a seated actor: the newest wins, and the roster never shows an actor twice", () => {
    const { room, effects } = step(roomOf([ana, 2], [teacher, 1]), joining(ana, 7));
    expect(effects).toEqual([
      send([2], {
        type: "error",
        code: "session-replaced",
        message: "student-5 joined again over another socket",
      }),
      { type: "close", connections: [2], reason: "session-replaced" },
      send([1], { type: "peer-left", peerId: ana.id, reason: "connection-lost" }),
      send([7], joined(ana, [teacher])),
      send([1], { type: "peer-joined", peer: ana }),
    ]);
    expect([...room.seats.keys()]).toEqual([teacher.id, ana.id]);
  });

  test("a socket whose seat was taken over does nothing any more", () => {
    const room = step(roomOf([ana, 2], [teacher, 1]), joining(ana, 7)).room;
    const late: RoomEvent = { type: "disconnect", from: ana.id, connection: socket(2) };
    expect(step(room, late)).toEqual({ room, effects: [] });
  });

  test("join of a full room: refused, unless the actor has a seat", () => {
    const full = roomOf([teacher, 1], [ana, 2]);
    const small = { ...full, maxSeats: 2 };
    expect(step(small, joining(ben, 3)).effects).toMatchObject([
      { type: "send", to: [3], message: { type: "error", code: "room-full" } },
      { type: "close", connections: [3], reason: "room-full" },
    ]);
    expect(step(small, joining(ana, 9)).room.seats.size).toBe(2);
  });

  test("leave: says bye to who leaves and peer-left to the rest", () => {
    const { room, effects } = step(roomOf([teacher, 1], [ana, 2]), by("ana", { type: "leave" }));
    expect(effects).toEqual([
      { type: "close", connections: [2], reason: "bye" },
      send([1], { type: "peer-left", peerId: ana.id, reason: "left" }),
    ]);
    expect([...room.seats.keys()]).toEqual([teacher.id]);
  });

  test("disconnect: the rest hear connection-lost", () => {
    const { effects } = step(roomOf([teacher, 1], [ana, 2]), by("ana", { type: "disconnect" }));
    expect(effects).toEqual([
      send([1], { type: "peer-left", peerId: ana.id, reason: "connection-lost" }),
    ]);
  });

  test("signal: reaches its receiver alone, from whom the seat says", () => {
    const event = by("ana", { type: "signal", to: teacher.id, signal });
    expect(step(roomOf([teacher, 1], [ana, 2], [ben, 3]), event).effects).toEqual([
      send([1], { type: "offer", payload: signal.payload, from: ana.id }),
    ]);
  });

  test.each([
    ["oneself", ana.id, "self-target"],
    ["somebody who is not there", ben.id, "peer-not-found"],
  ] as const)("signal to %s: %s gets %s", (_, to, code) => {
    const event = by("ana", { type: "signal", to, signal, ref: "r1" });
    expect(step(roomOf([teacher, 1], [ana, 2]), event).effects).toMatchObject([
      { to: [2], message: { type: "error", code, ref: "r1" } },
    ]);
  });

  test("chat: everyone has it once, only the sender's copy has the ref", () => {
    const event = by("ana", { type: "chat", message: "Hi", id: "c1", sentAt: 5, ref: "r1" });
    const line = {
      type: "chat",
      id: "c1",
      from: ana.id,
      name: "Ana",
      message: "Hi",
      sentAt: 5,
    } as const;
    expect(step(roomOf([teacher, 1], [ana, 2], [ben, 3]), event).effects).toEqual([
      send([2], { ...line, ref: "r1" }),
      send([1, 3], line),
    ]);
  });

  test("end by the teacher: the app hears it first, then everyone, then the room is closed", () => {
    const { room, effects } = step(
      roomOf([teacher, 1], [ana, 2]),
      by("teacher", { type: "end", endedAt: 7 }),
    );
    expect(effects).toEqual([
      { type: "ended", meeting: { roomId, by: teacher.id, endedAt: 7 } },
      send([1, 2], { type: "meeting-ended", by: teacher.id }),
      { type: "close", connections: [1, 2], reason: "meeting-ended" },
    ]);
    expect(room).toMatchObject({ isEnded: true, seats: new Map() });
  });
});

/** What each role gets for each event in each state of its seat: every cell of the contract's table. */
describe("role x event x state", () => {
  const events = {
    leave: { type: "leave" },
    disconnect: { type: "disconnect" },
    signal: { type: "signal", to: ben.id, signal },
    chat: { type: "chat", message: "Hi", id: "c", sentAt: 1 },
    end: { type: "end", endedAt: 1 },
  } as const;
  const joinedCells = {
    teacher: {
      leave: "close send",
      disconnect: "send",
      signal: "send",
      chat: "send send",
      end: "ended send close",
    },
    ana: {
      leave: "close send",
      disconnect: "send",
      signal: "send",
      chat: "send send",
      end: "not-teacher",
    },
  } as const;
  const full = roomOf([teacher, 1], [ana, 2], [ben, 3]);
  const ended = step(full, by("teacher", { type: "end", endedAt: 1 })).room;

  for (const who of ["teacher", "ana"] as const) {
    for (const name of Object.keys(events) as (keyof typeof events)[]) {
      test(`${who} x ${name} x joined -> ${joinedCells[who][name]}`, () => {
        expect(outline(step(full, by(who, events[name])).effects)).toBe(joinedCells[who][name]);
      });
      test(`${who} x ${name} x not joined -> nothing`, () => {
        expect(step(roomOf([ben, 3]), by(who, events[name])).effects).toEqual([]);
      });
      test(`${who} x ${name} x ended -> nothing`, () => {
        expect(step(ended, by(who, events[name]))).toEqual({ room: ended, effects: [] });
      });
    }
    test(`${who} x join x ended -> meeting-ended`, () => {
      expect(outline(step(ended, joining(who === "ana" ? ana : teacher, 9)).effects)).toBe(
        "meeting-ended close",
      );
    });
  }
});

function outline(effects: readonly Effect[]): string {
  return effects
    .map((effect) =>
      effect.type === "send" && effect.message.type === "error" ? effect.message.code : effect.type,
    )
    .join(" ");
}

type Act = RoomEvent extends infer Event
  ? Event extends { readonly from: unknown }
    ? Omit<Event, "from" | "connection">
    : never
  : never;

function by(who: keyof typeof sockets, act: Act): RoomEvent {
  const from = { teacher, ana, ben }[who].id;
  return { ...act, from, connection: socket(sockets[who]) } as RoomEvent;
}

function joining(participant: Participant, connection: number): RoomEvent {
  return { type: "join", participant, connection: socket(connection), epoch: "e1" };
}

function joined(self: Participant, participants: readonly Participant[]) {
  return {
    type: "joined",
    roomId,
    self,
    participants,
    serverTime: self.joinedAt,
    epoch: "e1",
  } as const;
}

function roomOf(...seats: readonly (readonly [Participant, number])[]): Room {
  const start = emptyRoom(roomId, 9);
  return seats.reduce((room, [who, at]) => step(room, joining(who, at)).room, start);
}

function send(
  to: readonly number[],
  message: Extract<Effect, { type: "send" }>["message"],
): Effect {
  return { type: "send", to: to.map(socket), message };
}

function socket(number: number): ConnectionId {
  return number as ConnectionId;
}

function person(id: string, name: string): Participant {
  const role = id.startsWith("teacher") ? "teacher" : "student";
  return { id: parseParticipantId(id) ?? unreachable(), role, name, joinedAt: 100 };
}

function unreachable(): never {
  throw new TypeError("Cannot make an id");
}
