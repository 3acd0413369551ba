import { type ParticipantId, parseParticipantId, parseRoomId, roleOf } from "@lectern/protocol/ids";
import type { ServerMessage } from "@lectern/protocol/messages";
import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyRoom, step } from "./room.ts";
import type { ConnectionId, Effect, Room, RoomEvent, SeatId } from "./room-types.ts";

/**
 * Random histories of one room beside a model of what its clients know: whatever
 * happens, everybody's picture of the roster is the room's, nobody hears what is for
 * another, and nothing is left open.
 *
 * `LECTERN_MODEL_STEPS=3000000 npx vitest run --project unit room.model` takes more steps,
 * `LECTERN_MODEL_SEED=...` the same ones again.
 */
const steps = Number(process.env["LECTERN_MODEL_STEPS"] ?? 100_000);
const seed = Number(process.env["LECTERN_MODEL_SEED"] ?? Date.now() % 1_000_000_000);
const stepsPerRun = 500;

const roomId = parseRoomId("conference-1") ?? impossible();
const actors = ["teacher-1", "teacher-2", "student-1", "student-2", "student-3", "student-4"].map(
  (id) => parseParticipantId(id) ?? impossible(),
);
const maxSeats = 5;

/** One choice of the generator; what it comes to depends on who sits where then. */
const choice = fc.record({
  act: fc.constantFrom(
    ...(["join", "join", "join", "join", "disconnect", "disconnect", "resume", "resume"] as const),
    ...([
      "signal",
      "signal",
      "mend",
      "report",
      "chat",
      "chat",
      "leave",
      "expire",
      "refused",
      "stale",
    ] as const),
    ...(["end", "finish", "remove", "drain"] as const),
  ),
  who: fc.nat(actors.length - 1),
  whom: fc.nat(actors.length - 1),
  isYes: fc.boolean(),
  isAlsoYes: fc.boolean(),
  tick: fc.nat(4_000),
});

type Choice = typeof choice extends fc.Arbitrary<infer T> ? T : never;

interface ResumeKey {
  readonly sessionId: string;
  readonly secret: string;
}

/** Everything that the clients and the world around the room know. */
interface World {
  now: number;
  sockets: number;
  /** What was handed out to resume by, by actor: the newest last. */
  readonly keys: Map<ParticipantId, readonly ResumeKey[]>;
  /** The one key by which each seat can be resumed now. */
  readonly validKeys: Map<SeatId, ResumeKey>;
  /** What each seat's client believes about who else is there. */
  readonly rosters: Map<SeatId, Set<ParticipantId>>;
  readonly openSeats: Set<SeatId>;
  readonly closedSockets: Set<ConnectionId>;
}

test(`a room keeps its promises over ${steps} random steps (seed ${seed})`, () => {
  const history = fc.array(choice, { minLength: stepsPerRun, maxLength: stepsPerRun });
  fc.assert(fc.property(history, live), { seed, numRuns: Math.ceil(steps / stepsPerRun) });
}, 600_000);

function live(choices: readonly Choice[]): void {
  const world: World = {
    now: 1_000_000,
    sockets: 0,
    keys: new Map(),
    validKeys: new Map(),
    rosters: new Map(),
    openSeats: new Set(),
    closedSockets: new Set(),
  };
  let room = emptyRoom(roomId, maxSeats);
  for (const next of choices) {
    world.now += next.tick;
    const event = eventOf(next, room, world);
    if (!event) continue;
    const before = room;
    const { room: after, effects } = step(before, event);
    if (event.type === "resume") checkResume(event, effects, { room: before, world });
    for (const effect of effects) perform(effect, world);
    if (event.type === "resume") learnKey(event, effects, world);
    if (event.type === "expire" && before.seats.get(event.from)?.connection !== null) {
      expect(effects).toEqual([]);
    }
    checkAddressees(event, effects, { before, after });
    checkEnd(event, effects, before);
    room = after;
    checkRoom(room, world);
    // As its keeper does: a room in which nobody sits is forgotten.
    if (room.seats.size === 0) room = emptyRoom(roomId, maxSeats);
  }
}

function eventOf(
  { act, who, whom, isYes, isAlsoYes }: Choice,
  room: Room,
  world: World,
): RoomEvent | null {
  const from = actors[who] ?? impossible();
  const to = actors[whom] ?? impossible();
  const seat = room.seats.get(from);
  switch (act) {
    case "join":
      return joinOf(from, world, isYes);
    case "resume": {
      const known = world.keys.get(from) ?? [];
      // The newest secret, or one that was used already.
      const key = isAlsoYes ? known.at(-1) : known.at(0);
      if (!key) return null;
      return {
        type: "resume",
        from,
        connection: newSocket(world),
        sessionId: key.sessionId,
        secretHash: hash(key.secret),
        lastSeq: 0,
        isWhole: isYes,
        next: newKey(world),
      };
    }
    case "finish":
      return { type: "finish", by: from, endedAt: world.now };
    case "remove":
      return { type: "remove", from };
    case "drain":
      return isYes && isAlsoYes ? { type: "drain", retryAfterMs: 0 } : null;
    case "expire":
      return seat ? { type: "expire", from, seat: seat.id } : null;
    default: {
      // "stale": over a socket that has lost the seat, or never had one.
      const connection = act === "stale" ? newSocket(world) : seat?.connection;
      if (connection === undefined || connection === null) return null;
      return actOf(act === "stale" ? "chat" : act, { from, connection }, { to, isYes, world });
    }
  }
}

function joinOf(id: ParticipantId, world: World, isResumable: boolean): RoomEvent {
  const connection = newSocket(world);
  const participant = { id, role: roleOf(id), name: `Name of ${id}`, joinedAt: world.now };
  const session = isResumable ? { id: `session ${connection}`, ...newKey(world) } : null;
  const seat = Number(connection) as SeatId;
  const accepts = isResumable ? ["mend", "report"] : [];
  return { type: "join", connection, seat, participant, epoch: "e", session, accepts };
}

function actOf(
  act: "disconnect" | "signal" | "mend" | "report" | "chat" | "leave" | "refused" | "end",
  sender: { readonly from: ParticipantId; readonly connection: ConnectionId },
  { to, isYes, world }: { to: ParticipantId; isYes: boolean; world: World },
): RoomEvent {
  switch (act) {
    case "disconnect":
      return { type: "disconnect", ...sender, isBroken: isYes };
    case "signal":
      return { type: "signal", ...sender, to, signal: { type: "ice-candidate", payload: null } };
    case "mend":
      return { type: "mend", ...sender, to, peer: isYes ? sender.from : to };
    case "report":
      return { type: "report", ...sender, links: [] };
    case "chat":
      return { type: "chat", ...sender, message: "Hi", id: "c", sentAt: world.now, ref: "r" };
    case "refused": {
      const error = { type: "error", code: "bad-json", message: "No" } as const;
      return { type: "refused", ...sender, error };
    }
    case "leave":
      return { type: "leave", ...sender };
    case "end":
      return { type: "end", ...sender, endedAt: world.now };
  }
}

/** What the keeper of the rooms does, as far as clients can see it. */
function perform(effect: Effect, world: World): void {
  switch (effect.type) {
    case "seat":
      expect(world.openSeats).not.toContain(effect.seat);
      world.openSeats.add(effect.seat);
      return;
    case "free":
      for (const seat of effect.seats) {
        expect(world.openSeats.delete(seat)).toBe(true);
        world.rosters.delete(seat);
        world.validKeys.delete(seat);
      }
      return;
    case "send":
      expect(new Set(effect.to).size).toBe(effect.to.length);
      for (const seat of effect.to) {
        expect(world.openSeats).toContain(seat);
        hear(effect.message, seat, world);
      }
      return;
    case "close":
      for (const connection of effect.connections) world.closedSockets.add(connection);
      return;
    case "reseat": {
      expect(world.openSeats).toContain(effect.seat);
      return;
    }
    case "hold":
      expect(world.openSeats).toContain(effect.seat);
      return;
  }
}

/** A client's own bookkeeping, from nothing but what it is told. */
function hear(message: ServerMessage, seat: SeatId, world: World): void {
  const roster = world.rosters.get(seat);
  switch (message.type) {
    case "joined":
      world.rosters.set(seat, new Set(message.participants.map(({ id }) => id)));
      if (message.sessionId && message.secret) {
        const { sessionId, secret } = message;
        keep({ sessionId, secret }, { seat, actor: message.self.id, world });
      }
      return;
    case "peer-joined":
      expect(roster?.has(message.peer.id)).toBe(false);
      roster?.add(message.peer.id);
      return;
    case "peer-left":
      expect(roster?.delete(message.peerId)).toBe(true);
      return;
  }
}

type Resume = Extract<RoomEvent, { readonly type: "resume" }>;

/** A seat is given back to who shows its newest secret, and to nobody else. */
function checkResume(
  { from, sessionId, secretHash, isWhole }: Resume,
  effects: readonly Effect[],
  { room, world }: { readonly room: Room; readonly world: World },
): void {
  const seat = room.seats.get(from);
  const valid = seat && world.validKeys.get(seat.id);
  const isValid = valid?.sessionId === sessionId && hash(valid.secret) === secretHash;
  expect(effects.filter(({ type }) => type === "reseat")).toHaveLength(isValid && isWhole ? 1 : 0);
}

function learnKey({ from, sessionId }: Resume, effects: readonly Effect[], world: World): void {
  for (const effect of effects) {
    if (effect.type !== "reseat") continue;
    keep({ sessionId, secret: effect.secret }, { seat: effect.seat, actor: from, world });
  }
}

function keep(
  key: ResumeKey,
  { seat, actor, world }: { seat: SeatId; actor: ParticipantId; world: World },
): void {
  world.validKeys.set(seat, key);
  world.keys.set(actor, [...(world.keys.get(actor) ?? []), key].slice(-2));
}

/** Nobody hears what is for another, and `from` is who sent it. */
function checkAddressees(
  event: RoomEvent,
  effects: readonly Effect[],
  { before, after }: { readonly before: Room; readonly after: Room },
): void {
  for (const effect of effects) {
    if (effect.type === "show") checkReport(event, effect, before);
    if (effect.type !== "send") continue;
    const { message } = effect;
    if (message.type === "mend") {
      if (event.type !== "mend") return impossible();
      expect(message.from).toBe(event.from);
      expect(message.peer === event.from || roleOf(event.from) === "teacher").toBe(true);
      expect(effect.to).toEqual([before.seats.get(event.to)?.id]);
      expect(before.seats.get(event.to)?.session).not.toBeNull();
    }
    if (message.type === "ice-candidate") {
      if (event.type !== "signal") return impossible();
      expect(message.from).toBe(event.from);
      expect(effect.to).toEqual([before.seats.get(event.to)?.id]);
    }
    if (message.type === "chat") {
      if (event.type !== "chat") return impossible();
      expect(message.from).toBe(event.from);
      const isOwnCopy = message.ref !== undefined;
      const own = before.seats.get(event.from)?.id;
      expect(effect.to.includes(own ?? impossible())).toBe(isOwnCopy);
    }
  }
  if (event.type === "chat" && after === before) {
    const heard = effects.flatMap((effect) => (effect.type === "send" ? effect.to : []));
    const isSeated = before.seats.get(event.from)?.connection === event.connection;
    const everyone = [...before.seats.values()].map(({ id }) => id);
    expect([...heard].sort()).toEqual(isSeated ? everyone.sort() : []);
  }
}

/** Reports are for the other teachers, and for those of them who asked: here, the resumable ones. */
function checkReport(
  event: RoomEvent,
  { to, message }: Extract<Effect, { readonly type: "show" }>,
  before: Room,
): void {
  if (event.type !== "report" || message.type !== "report") return impossible();
  expect(message.from).toBe(event.from);
  const wanting = [...before.seats.values()].filter(
    ({ participant, session }) =>
      participant.role === "teacher" && participant.id !== event.from && session !== null,
  );
  expect(to).toEqual(wanting.map(({ id }) => id));
}

/** Only a teacher ends the meeting, and only from the seat that they hold. */
function checkEnd(event: RoomEvent, effects: readonly Effect[], before: Room): void {
  const ends = effects.filter(({ type }) => type === "ended").length;
  const isTeachers =
    event.type === "end" &&
    roleOf(event.from) === "teacher" &&
    before.seats.get(event.from)?.connection === event.connection;
  expect(ends).toBe(isTeachers || event.type === "finish" ? 1 : 0);
}

function checkRoom(room: Room, world: World): void {
  const seats = [...room.seats.values()];
  expect(seats.length).toBeLessThanOrEqual(maxSeats);
  expect(new Set(world.openSeats)).toEqual(new Set(seats.map(({ id }) => id)));
  for (const [actor, { id, participant, connection, session }] of room.seats) {
    expect(participant.id).toBe(actor);
    const others = [...room.seats.keys()].filter((other) => other !== actor);
    expect([...(world.rosters.get(id) ?? [])].sort()).toEqual(others.sort());
    if (connection === null) expect(session).not.toBeNull();
    else expect(world.closedSockets).not.toContain(connection);
  }
}

function newSocket(world: World): ConnectionId {
  world.sockets += 1;
  return world.sockets as ConnectionId;
}

function newKey(world: World) {
  const secret = `secret ${world.now} ${world.sockets}`;
  return { secret, secretHash: hash(secret) };
}

function hash(secret: string): string {
  return `hash of ${secret}`;
}

function impossible(): never {
  throw new TypeError("This cannot be");
}
