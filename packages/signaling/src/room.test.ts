import { parseInstanceId, parseParticipantId, parseRoomId } from "@lectern/protocol/ids";
import type { Participant } from "@lectern/protocol/messages";
import { describe, expect, test } from "vitest";
import { emptyRoom, step } from "./room.ts";
import type { ConnectionId, Effect, Room, RoomEvent, SeatId } from "./room-types.ts";

const roomId = parseRoomId("conference-1") ?? unreachable();
const teacher = person("teacher-1", "Tea");
const ana = person("student-5", "Ana");
const ben = person("student-6", "Ben");
const sockets = { teacher: 1, ana: 2, ben: 3 } as const;
const signal = { type: "offer", payload: { type: "offer", sdp: "v=0" } } as const;

describe("step()", () => {
  test("empty -> join: tells who joined the roster, and nobody else", () => {
    expect(step(emptyRoom(roomId, 9), joining(ana, 2)).effects).toEqual([
      seated(ana, 2),
      send([2], joined(ana, [])),
      send([], { type: "peer-joined", peer: ana }),
    ]);
  });

  test("join: the roster is in the order they came, the others hear of it once", () => {
    const { effects } = step(roomOf([teacher, 1], [ana, 2]), joining(ben, 3));
    expect(effects).toEqual([
      seated(ben, 3),
      send([3], joined(ben, [teacher, ana])),
      send([1, 2], { type: "peer-joined", peer: ben }),
    ]);
  });

  test("join of a seated actor: the newest wins, and the roster never shows an actor twice", () => {
    const { room, effects } = step(roomOf([ana, 2], [teacher, 1]), joining(ana, 7));
    expect(effects).toEqual([
      ...replaced(2, "student-5 joined again over another socket"),
      free(2),
      send([1], { type: "peer-left", peerId: ana.id, reason: "connection-lost" }),
      seated(ana, 7),
      send([7], joined(ana, [teacher])),
      send([1], { type: "peer-joined", peer: ana }),
    ]);
    expect([...room.seats.keys()]).toEqual([teacher.id, ana.id]);
  });

  test("a socket whose seat was taken over does nothing any more", () => {
    const room = step(roomOf([ana, 2], [teacher, 1]), joining(ana, 7)).room;
    const late = by("ana", { type: "disconnect", isBroken: true });
    expect(step(room, late)).toEqual({ room, effects: [] });
  });

  test("join of a full room: refused, unless the actor has a seat", () => {
    const full = roomOf([teacher, 1], [ana, 2]);
    const small = { ...full, maxSeats: 2 };
    expect(step(small, joining(ben, 3)).effects).toMatchObject([
      { type: "tell", connection: 3, message: { type: "error", code: "room-full" } },
      { type: "close", connections: [3], reason: "room-full" },
    ]);
    expect(step(small, joining(ana, 9)).room.seats.size).toBe(2);
  });

  test("leave: says bye to who leaves and peer-left to the rest", () => {
    const { room, effects } = step(roomOf([teacher, 1], [ana, 2]), by("ana", { type: "leave" }));
    expect(effects).toEqual([
      { type: "close", connections: [2], reason: "bye" },
      free(2),
      send([1], { type: "peer-left", peerId: ana.id, reason: "left" }),
    ]);
    expect([...room.seats.keys()]).toEqual([teacher.id]);
  });

  test.each([true, false])(
    "disconnect of a plain client (broken: %s): the rest hear connection-lost",
    (isBroken) => {
      const event = by("ana", { type: "disconnect", isBroken });
      expect(step(roomOf([teacher, 1], [ana, 2]), event).effects).toEqual([
        free(2),
        send([1], { type: "peer-left", peerId: ana.id, reason: "connection-lost" }),
      ]);
    },
  );

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

  describe("optional messages", () => {
    const wanting = (who: Participant, at: number, ...types: readonly string[]) =>
      joining(who, at, session(`s${at}`, "k"), types);
    const room = [
      wanting(teacher, 1, "report", "mend", "of-tomorrow"),
      wanting(person("teacher-2", "Tom"), 4, "report"),
      wanting(ana, 2, "mend", "report"),
      joining(ben, 3),
    ].reduce((before, event) => step(before, event).room, emptyRoom(roomId, 9));

    test("report: the teachers who accept it are shown it, and nobody else", () => {
      const event = by("ben", { type: "report", links: [] });
      const message = { type: "report", from: ben.id, links: [] } as const;
      expect(step(room, event).effects).toEqual([{ type: "show", to: [1, 4], message }]);
    });

    test("report: a teacher is not shown their own", () => {
      const event = by("teacher", { type: "report", links: [] });
      expect(step(room, event).effects).toMatchObject([{ type: "show", to: [4] }]);
    });

    test("mend: a participant asks for a pair of their own", () => {
      const event = by("ben", { type: "mend", to: ana.id, peer: ben.id });
      const message = { type: "mend", from: ben.id, peer: ben.id } as const;
      expect(step(room, event).effects).toEqual([send([2], message)]);
    });

    test("mend: a teacher asks for the pair of two others", () => {
      const event = by("teacher", { type: "mend", to: ana.id, peer: ben.id });
      const message = { type: "mend", from: teacher.id, peer: ben.id } as const;
      expect(step(room, event).effects).toEqual([send([2], message)]);
    });

    test("mend: a student who names another gets not-teacher", () => {
      const event = by("ben", { type: "mend", to: ana.id, peer: teacher.id, ref: "r1" });
      expect(step(room, event).effects).toMatchObject([
        { to: [3], message: { type: "error", code: "not-teacher", ref: "r1" } },
      ]);
    });

    test.each([
      ["oneself", ben.id, "self-target"],
      ["somebody who is not there", person("student-9", "Cy").id, "peer-not-found"],
    ] as const)("mend to %s: %s gets %s", (_, to, code) => {
      const event = by("ben", { type: "mend", to, peer: ben.id });
      expect(outline(step(room, event).effects)).toBe(code);
    });

    test("mend: who does not accept it hears nothing", () => {
      const event = by("ana", { type: "mend", to: ben.id, peer: ana.id });
      expect(step(room, event)).toEqual({ room, effects: [] });
    });

    test("resume: what was accepted stays accepted", () => {
      const event = resuming("s2", "k");
      const back = step(room, event).room;
      const asked = by("ben", { type: "mend", to: ana.id, peer: ben.id });
      expect(outline(step(back, asked).effects)).toBe("send");
    });
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
      free(1, 2),
    ]);
    expect(room).toMatchObject({ isEnded: true, seats: new Map() });
  });

  test("T10: the third takeover in 30 s is the last, then both are sent away to choose", () => {
    const at = (ms: number) => ({ ...ana, joinedAt: 1_000 + ms });
    const thrice = [9_000, 18_000, 27_000].reduce(
      (room, ms, turn) => step(room, joining(at(ms), 10 + turn)).room,
      roomOf([teacher, 1], [at(0), 2]),
    );
    const text = "student-5 is joined from two places by turns: use one of them";
    const { room, effects } = step(thrice, joining(at(28_000), 20));
    expect(effects).toEqual([
      ...replaced(12, text),
      ...replaced(20, text),
      free(12),
      send([1], { type: "peer-left", peerId: ana.id, reason: "connection-lost" }),
    ]);
    expect([...room.seats.keys()]).toEqual([teacher.id]);
    expect(step(thrice, joining(at(40_000), 20)).room.seats.get(ana.id)?.connection).toBe(20);
  });

  test("T10: a page that comes back to a seat of its own takes it from nobody", () => {
    const instance = parseInstanceId("p1") ?? unreachable();
    const page = { ...ana, instance };
    const often = [10, 11, 12, 13].reduce(
      (room, at) => step(room, joining(page, at)).room,
      roomOf([teacher, 1], [page, 2]),
    );
    expect(often.seats.get(ana.id)?.connection).toBe(13);
  });
});

describe("step() on a resumable seat", () => {
  const start = step(roomOf([teacher, 1]), joining(ana, 2, session("s1", "k1"))).room;
  const broken = by("ana", { type: "disconnect", isBroken: true });
  const held = step(start, broken).room;

  test("joined -> it tells by what the seat is resumed, and how long it is held", () => {
    const { effects } = step(roomOf([teacher, 1]), joining(ana, 2, session("s1", "k1")));
    expect(effects[1]).toMatchObject({
      message: { sessionId: "s1", secret: "k1", resumeWindowMs: 30_000 },
    });
  });

  test("broken -> held: the others see nothing", () => {
    expect(step(start, broken).effects).toEqual([
      { type: "hold", seat: 2, actor: ana.id, windowMs: 30_000 },
    ]);
  });

  test("a teacher's seat is held for 60 s", () => {
    const room = step(roomOf(), joining(teacher, 1, session("s0", "k0"))).room;
    const event = by("teacher", { type: "disconnect", isBroken: true });
    expect(step(room, event).effects).toMatchObject([{ type: "hold", windowMs: 60_000 }]);
  });

  test("closed by its client -> gone at once", () => {
    const event = by("ana", { type: "disconnect", isBroken: false });
    expect(outline(step(start, event).effects)).toBe("free send");
  });

  test("held -> what is addressed to it goes to the seat, as ever", () => {
    const event = by("teacher", { type: "signal", to: ana.id, signal });
    expect(step(held, event).effects).toEqual([
      send([2], { type: "offer", payload: signal.payload, from: teacher.id }),
    ]);
  });

  test("held -> resume: the seat is back under a new secret, and nobody else hears of it", () => {
    const { room, effects } = step(held, resuming("s1", "k1"));
    expect(effects).toEqual([
      { type: "reseat", seat: 2, connection: 7, lastSeq: 4, secret: "next" },
    ]);
    expect(room.seats.get(ana.id)?.connection).toBe(7);
  });

  test("T12: a secret is good for one resume", () => {
    const once = step(held, resuming("s1", "k1")).room;
    expect(outline(step(once, resuming("s1", "k1")).effects)).toBe("resume-failed");
    expect(outline(step(once, resuming("s1", "next")).effects)).toBe(
      "session-replaced close reseat",
    );
  });

  test.each([
    ["another secret", resuming("s1", "k2")],
    ["another session", resuming("s2", "k1")],
    ["more missed than is kept", resuming("s1", "k1", false)],
    ["another actor", { ...resuming("s1", "k1"), from: teacher.id }],
    ["nobody's seat", { ...resuming("s1", "k1"), from: ben.id }],
  ])("held -> resume with %s: resume-failed, and nothing changes", (_, event) => {
    const { room, effects } = step(held, event);
    expect(effects).toMatchObject([
      { type: "tell", connection: 7, message: { code: "resume-failed", ref: "r" } },
    ]);
    expect(room).toBe(held);
  });

  test("joined -> resume over another socket: the older one is told and closed", () => {
    expect(outline(step(start, resuming("s1", "k1")).effects)).toBe(
      "session-replaced close reseat",
    );
  });

  test("held -> the window is over: the others hear connection-lost", () => {
    const { room, effects } = step(held, expiring(2));
    expect(effects).toEqual([
      free(2),
      send([1], { type: "peer-left", peerId: ana.id, reason: "connection-lost" }),
    ]);
    expect(outline(step(room, resuming("s1", "k1")).effects)).toBe("resume-failed");
  });

  test("a window of an earlier break ends nothing", () => {
    const back = step(held, resuming("s1", "k1")).room;
    expect(step(back, expiring(2))).toEqual({ room: back, effects: [] });
    expect(step(held, expiring(99))).toEqual({ room: held, effects: [] });
  });

  test("held -> join: a fresh seat takes its place, and there is no socket to tell", () => {
    expect(outline(step(held, joining(ana, 8)).effects)).toBe("free send seat send send");
  });

  test("held -> end: the seat is freed with the others, and only sockets are closed", () => {
    expect(step(held, by("teacher", { type: "end", endedAt: 1 })).effects.slice(2)).toEqual([
      { type: "close", connections: [1], reason: "meeting-ended" },
      free(1, 2),
    ]);
  });
});

/** What each role gets for each event in each state of its seat: every cell of the contract's table. */
describe("T5, T8: role x event x state", () => {
  const events = {
    leave: { type: "leave" },
    disconnect: { type: "disconnect", isBroken: true },
    signal: { type: "signal", to: ben.id, signal },
    chat: { type: "chat", message: "Hi", id: "c", sentAt: 1 },
    mend: { type: "mend", to: ben.id, peer: teacher.id },
    report: { type: "report", links: [] },
    end: { type: "end", endedAt: 1 },
  } as const;
  const joinedCells = {
    teacher: {
      leave: "close free send",
      disconnect: "free send",
      signal: "send",
      chat: "send send",
      mend: "send",
      report: "show",
      end: "ended send close free",
    },
    ana: {
      leave: "close free send",
      disconnect: "free send",
      signal: "send",
      chat: "send send",
      mend: "not-teacher",
      report: "show",
      end: "not-teacher",
    },
  } as const;
  const full = step(roomOf([teacher, 1], [ana, 2]), joining(ben, 3, null, ["mend"])).room;
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
      "message" in effect && effect.message.type === "error" ? effect.message.code : effect.type,
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

type Joining = Extract<RoomEvent, { readonly type: "join" }>;
type Resuming = Extract<RoomEvent, { readonly type: "resume" }>;

/** A seat has the number of the socket that took it. */
function joining(
  participant: Participant,
  connection: number,
  session: Joining["session"] = null,
  accepts: readonly string[] = [],
): Joining {
  const seat = connection as SeatId;
  return {
    type: "join",
    participant,
    connection: socket(connection),
    seat,
    epoch: "e1",
    session,
    accepts,
  };
}

function session(id: string, secret: string): Joining["session"] {
  return { id, secret, secretHash: `hash of ${secret}` };
}

function resuming(sessionId: string, secret: string, isWhole = true): Resuming {
  return {
    type: "resume",
    from: ana.id,
    connection: socket(7),
    sessionId,
    secretHash: `hash of ${secret}`,
    lastSeq: 4,
    isWhole,
    next: { secret: "next", secretHash: "hash of next" },
    ref: "r",
  };
}

function expiring(seat: number): RoomEvent {
  return { type: "expire", from: ana.id, seat: seat as SeatId };
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
  return { type: "send", to: to as SeatId[], message };
}

function seated({ id }: Participant, at: number): Effect {
  const seat = at as SeatId;
  return { type: "seat", seat, actor: id, connection: socket(at), sessionId: null };
}

function free(...seats: readonly number[]): Effect {
  return { type: "free", seats: seats as SeatId[] };
}

function replaced(connection: number, message: string): readonly Effect[] {
  return [
    {
      type: "tell",
      connection: socket(connection),
      message: { type: "error", code: "session-replaced", message },
    },
    { type: "close", connections: [socket(connection)], reason: "session-replaced" },
  ];
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
