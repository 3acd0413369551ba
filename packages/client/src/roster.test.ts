import type { Participant } from "@lectern/protocol/messages";
import { describe, expect, test } from "vitest";
import { emptyRoster, nextWakeAt, shownSeats, step } from "./roster.ts";
import type { Roster, RosterEvent } from "./roster-types.ts";
import type { PairState } from "./state.ts";
import { person } from "./testing/harness.ts";

const tea = person("teacher-1", "t1");
const ana = person("student-5", "a1");
const ben = person("student-6", "b1");
const plain = person("student-7");

describe("somebody comes", () => {
  test.each([
    ["the teacher calls the students who are there", tea, joined(tea, [ana]), true],
    ["a student waits for the teacher who is there", ana, joined(ana, [tea]), false],
    ["a student calls the students who are there", ana, joined(ana, [ben]), true],
    ["the teacher calls a student who comes", tea, came(ana), true],
    ["a student waits for a teacher who comes", ana, came(tea), false],
    ["a student waits for a student who comes", ana, came(ben), false],
  ] as const)("%s", (_, self, event, isInitiator) => {
    const { effects } = step(roomOf(self, []), event);
    expect(effects).toMatchObject([{ type: "call", isInitiator }, { type: "came" }]);
  });

  test("seated -> seated, of the same page, up: kept, and nobody came", () => {
    expect(step(roomOf(tea, [ana, "connected"]), came(ana)).effects).toEqual([
      { type: "keep", id: ana.id, isInitiator: true },
    ]);
  });

  test.each(["connecting", "disconnected", "failed"] as const)(
    "seated -> seated, of the same page, %s: made anew by the initiator",
    (pair) => {
      expect(step(roomOf(tea, [ana, pair]), came(ana)).effects).toEqual([
        { type: "call", participant: ana, isInitiator: true },
      ]);
    },
  );

  test.each(["connecting", "disconnected", "failed"] as const)(
    "seated -> seated, of the same page, %s: the other end waits for the initiator",
    (pair) => {
      expect(step(roomOf(ana, [tea, pair]), came(tea)).effects).toEqual([
        { type: "keep", id: tea.id, isInitiator: false },
      ]);
    },
  );

  test.each([
    ["another page", tea, ana, person("student-5", "a2"), true],
    ["another page, toward the teacher", ana, tea, person("teacher-1", "t2"), false],
    ["a page that does not say", tea, plain, plain, true],
  ] as const)("seated -> seated, of %s: made anew", (_, self, before, now, isInitiator) => {
    expect(step(roomOf(self, [before, "connected"]), came(now)).effects).toEqual([
      { type: "call", participant: now, isInitiator },
    ]);
  });
});

describe("somebody goes", () => {
  test.each(["left", "removed"] as const)("seated -> gone at once, when they %s", (reason) => {
    const { roster, effects } = step(roomOf(tea, [ana, "connected"]), went(ana, 0, reason));
    expect(roster.seats.size).toBe(0);
    expect(effects).toEqual([
      { type: "went", participant: ana, reason },
      { type: "hang-up", id: ana.id },
    ]);
  });

  test("seated -> away -> hidden after 600 ms -> dropped after 30 s", () => {
    const lost = step(roomOf(tea, [ana, "connected"]), went(ana, 1000));
    expect(lost.effects).toEqual([]);
    expect(shown(lost.roster)).toEqual([ana.id]);
    expect(nextWakeAt(lost.roster)).toBe(1600);

    const early = step(lost.roster, { type: "time", now: 1599 });
    expect(early).toEqual({ roster: lost.roster, effects: [] });

    const hidden = step(lost.roster, { type: "time", now: 1600 });
    expect(hidden.effects).toEqual([{ type: "went", participant: ana, reason: "connection-lost" }]);
    expect(shown(hidden.roster)).toEqual([]);
    expect(nextWakeAt(hidden.roster)).toBe(31_000);

    const dropped = step(hidden.roster, { type: "time", now: 31_000 });
    expect(dropped.effects).toEqual([{ type: "hang-up", id: ana.id }]);
    expect(nextWakeAt(dropped.roster)).toBeNull();
  });

  test("away -> seated: nobody went, nobody came", () => {
    const lost = step(roomOf(tea, [ana, "connected"]), went(ana, 1000));
    const back = step(lost.roster, came(ana));
    expect(back.effects).toEqual([{ type: "keep", id: ana.id, isInitiator: true }]);
    expect(nextWakeAt(back.roster)).toBeNull();
  });

  test("hidden -> seated: the call is kept, and they came", () => {
    const lost = step(roomOf(tea, [ana, "connected"]), went(ana, 1000));
    const hidden = step(lost.roster, { type: "time", now: 1600 });
    expect(step(hidden.roster, came(ana)).effects).toEqual([
      { type: "keep", id: ana.id, isInitiator: true },
      { type: "came", id: ana.id },
    ]);
  });

  test("away -> failed: seen for as long as it was to be, and then there is no call left to keep", () => {
    const lost = step(roomOf(tea, [ana, "connected"]), went(ana, 1000)).roster;
    const failed = step(lost, changed(ana, "failed"));
    expect(failed.effects).toEqual([]);
    expect(shown(failed.roster)).toEqual([ana.id]);
    expect(step(failed.roster, { type: "time", now: 1600 })).toMatchObject({
      roster: { seats: new Map() },
      effects: [{ type: "went" }, { type: "hang-up", id: ana.id }],
    });
  });

  test("hidden -> failed: there is no call left to keep", () => {
    const lost = step(roomOf(tea, [ana, "connected"]), went(ana, 1000)).roster;
    const hidden = step(lost, { type: "time", now: 1600 }).roster;
    expect(step(hidden, changed(ana, "disconnected")).roster.seats.size).toBe(1);
    expect(step(hidden, changed(ana, "failed")).effects).toEqual([{ type: "hang-up", id: ana.id }]);
  });

  test("a participant of whom nothing is known changes nothing", () => {
    const room = roomOf(tea, [ana, "connected"]);
    expect(step(room, went(ben, 0))).toEqual({ roster: room, effects: [] });
    expect(step(room, changed(ben, "failed"))).toEqual({ roster: room, effects: [] });
  });
});

describe("one comes back oneself", () => {
  test("of the same server life, who is missing is gone", () => {
    const room = roomOf(tea, [ana, "connected"], [ben, "connected"]);
    expect(step(room, joined(tea, [ben])).effects).toEqual([
      { type: "went", participant: ana, reason: "connection-lost" },
      { type: "hang-up", id: ana.id },
      { type: "keep", id: ben.id, isInitiator: true },
    ]);
  });

  test("of the same server life, who was away already is waited for as before", () => {
    const lost = step(roomOf(tea, [ana, "connected"]), went(ana, 1000)).roster;
    const back = step(lost, joined(tea, []));
    expect(back.effects).toEqual([]);
    expect(back.roster.seats).toEqual(lost.seats);
  });

  test("of a restarted server, who is missing is waited for until it has settled", () => {
    const room = roomOf(tea, [ana, "connected"], [ben, "disconnected"]);
    const back = step(room, joined(tea, [], { isOfNewEpoch: true, now: 1000, settleMs: 4000 }));
    expect(back.effects).toEqual([]);
    const failed = step(back.roster, changed(ben, "failed"));
    expect(failed.effects).toEqual([]);
    expect(shown(failed.roster)).toEqual([ana.id, ben.id]);
    expect(nextWakeAt(failed.roster)).toBe(5000);
    expect(step(failed.roster, { type: "time", now: 5000 }).effects).toEqual([
      { type: "went", participant: ana, reason: "connection-lost" },
      { type: "hang-up", id: ana.id },
      { type: "went", participant: ben, reason: "connection-lost" },
      { type: "hang-up", id: ben.id },
    ]);
  });

  test("of a restarted server that does not say, who is missing is waited for if their call is up", () => {
    const room = roomOf(tea, [ana, "connected"], [ben, "disconnected"]);
    const back = step(room, joined(tea, [], { isOfNewEpoch: true, now: 1000 }));
    expect(shown(back.roster)).toEqual([ana.id]);
    expect(nextWakeAt(back.roster)).toBe(16_000);
    expect(back.effects).toEqual([
      { type: "went", participant: ben, reason: "connection-lost" },
      { type: "hang-up", id: ben.id },
    ]);
  });

  test("of a restarted server, who was away already is judged anew", () => {
    const away = step(roomOf(tea, [ana, "disconnected"]), went(ana, 0)).roster;
    const back = step(away, joined(tea, [], { isOfNewEpoch: true, now: 100 }));
    expect(back.roster.seats.size).toBe(0);
  });

  test("who was hidden stays hidden while a restarted server settles", () => {
    const lost = step(roomOf(tea, [ana, "connected"]), went(ana, 0)).roster;
    const hidden = step(lost, { type: "time", now: 600 }).roster;
    const event = joined(tea, [], { isOfNewEpoch: true, now: 1000, settleMs: 4000 });
    const back = step(hidden, event);
    expect(shown(back.roster)).toEqual([]);
    expect(back.effects).toEqual([]);
  });

  test("between two students it is now oneself who came later", () => {
    const room = roomOf(ana, [ben, "failed"]);
    expect(step(room, joined(ana, [ben])).effects).toEqual([
      { type: "call", participant: ben, isInitiator: true },
    ]);
  });

  test("the order of those who stayed does not change", () => {
    const room = roomOf(tea, [ana, "connected"], [ben, "connected"]);
    expect(shown(step(room, joined(tea, [ben, ana])).roster)).toEqual([ana.id, ben.id]);
  });
});

function roomOf(self: Participant, ...peers: (readonly [] | readonly [Participant, PairState])[]) {
  const seats = peers.flatMap(([participant, pair]) =>
    participant && pair
      ? [[participant.id, { participant, pair, presence: { type: "seated" } }] as const]
      : [],
  );
  return { ...emptyRoster, self, seats: new Map(seats) } satisfies Roster;
}

function joined(
  self: Participant,
  participants: readonly Participant[],
  rest: { isOfNewEpoch?: boolean; now?: number; settleMs?: number } = {},
): RosterEvent {
  return { type: "joined", self, participants, isOfNewEpoch: false, now: 0, ...rest };
}

function came(peer: Participant): RosterEvent {
  return { type: "peer-joined", peer };
}

function went(
  { id: peerId }: Participant,
  now: number,
  reason: "left" | "removed" | "connection-lost" = "connection-lost",
): RosterEvent {
  return { type: "peer-left", peerId, reason, now };
}

function changed({ id }: Participant, pair: PairState): RosterEvent {
  return { type: "pair-changed", id, pair };
}

function shown(roster: Roster): readonly string[] {
  return shownSeats(roster).map(({ participant }) => participant.id);
}
