import type { ParticipantId } from "@lectern/protocol/ids";
import type { ServerMessage } from "@lectern/protocol/messages";
import type { Violation } from "./recorded.ts";
import { type Roster, rosterAfter } from "./roster.ts";
import type { Received, Session } from "./sessions.ts";

/** Checks who is said to be in a room, and that all who are in it agree in the end. */
export function checkRosters(sessions: readonly Session[]): readonly Violation[] {
  const actors = Map.groupBy(sessions, ({ client }) => client.room);
  return [
    ...sessions.flatMap((session) => checkChanges(session, actors.get(session.client.room) ?? [])),
    ...[...actors.values()].flatMap(checkEnd),
  ];
}

/** Every change that one session was told of, one by one. */
function checkChanges(session: Session, room: readonly Session[]): readonly Violation[] {
  const violations: Violation[] = [];
  let roster: Roster = new Map();
  for (const received of session.received) {
    const fault = changeFault(roster, received, room);
    if (fault)
      violations.push({ kind: fault[0], client: session.client, at: received.at, what: fault[1] });
    roster = rosterAfter(roster, received.message);
  }
  return violations;
}

function changeFault(
  roster: Roster,
  { at, message }: Received,
  room: readonly Session[],
): [Violation["kind"], string] | null {
  switch (message.type) {
    case "joined":
      return joinedFault(message, room);
    case "peer-joined": {
      const { id } = message.peer;
      if (!isOfRoom(id, room)) return ["crossed", `${id} is said to come and is of another room`];
      return roster.has(id) ? ["seats", `${id} comes and was there already`] : null;
    }
    case "peer-left": {
      const peer = roster.get(message.peerId);
      if (!peer) return ["seats", `${message.peerId} leaves and was not there`];
      const isStillIn = room.some(
        (other) =>
          other.client.actor === peer.id &&
          other.joined.self.joinedAt === peer.joinedAt &&
          (other.isHeldAtEnd || other.resumedAt.some((resumedAt) => resumedAt > at)),
      );
      return isStillIn ? ["early-left", `${peer.id} is said to leave and stays`] : null;
    }
    default:
      return null;
  }
}

function joinedFault(
  { self, participants }: Extract<ServerMessage, { readonly type: "joined" }>,
  room: readonly Session[],
): [Violation["kind"], string] | null {
  const ids = [self, ...participants].map(({ id }) => id);
  const stranger = ids.find((id) => !isOfRoom(id, room));
  if (stranger) return ["crossed", `${stranger} is listed and is of another room`];
  return new Set(ids).size < ids.length ? ["seats", `${ids.join(", ")} has one twice`] : null;
}

function isOfRoom(id: ParticipantId, room: readonly Session[]): boolean {
  return room.some(({ client }) => client.actor === id);
}

function checkEnd(room: readonly Session[]): readonly Violation[] {
  const held = room.filter(({ isHeldAtEnd }) => isHeldAtEnd);
  return [...checkLastSeats(held), ...checkLastRosters(held)];
}

/** Of the sockets that an actor opened, one holds the seat. */
function checkLastSeats(held: readonly Session[]): readonly Violation[] {
  const byActor = Map.groupBy(held, ({ client }) => client.actor);
  return [...byActor.values()].flatMap(([, ...others]) =>
    others.map(({ client, startedAt }) => ({
      kind: "seats",
      client,
      at: startedAt,
      what: `${client.actor} holds two seats`,
    })),
  );
}

/** Everybody who holds a seat sees the same participants: those who do. */
function checkLastRosters(held: readonly Session[]): readonly Violation[] {
  const present = namesOf(new Set(held.map(({ client }) => client.actor)));
  return held.flatMap(({ client, received }) => {
    const roster = received.reduce<Roster>(
      (before, { message }) => rosterAfter(before, message),
      new Map(),
    );
    const seen = namesOf(roster.keys());
    const at = received.at(-1)?.at ?? 0;
    const what = `sees ${seen} where ${present} are in`;
    return seen === present ? [] : [{ kind: "roster", client, at, what }];
  });
}

function namesOf(actors: Iterable<ParticipantId>): string {
  return [...actors].sort().join(", ");
}
