import { describe, expect, test } from "vitest";
import { type Actor, Stage } from "../testing/stage.ts";
import type { ViolationKind } from "./recorded.ts";

/** A room of two resumable clients, a teacher and a student, in which both have spoken. */
interface Lesson {
  readonly stage: Stage;
  readonly tea: Actor;
  readonly ana: Actor;
}

function lesson(options: { readonly isResumable?: boolean } = {}): Lesson {
  const stage = new Stage();
  const [tea, ana] = [stage.actor("teacher-1", options), stage.actor("student-2", options)];
  tea.opens().joins();
  ana.opens().joins(tea);
  tea.sees(ana);
  tea.says("welcome");
  for (const one of [tea, ana]) one.hears(tea, "welcome");
  ana.says("thanks");
  for (const one of [tea, ana]) one.hears(ana, "thanks");
  return { stage, tea, ana };
}

/** Both say something last, so that what came before is known to have been taken in. */
function farewell({ tea, ana }: Pick<Lesson, "tea" | "ana">): void {
  for (const one of [tea, ana]) {
    one.says(`bye of ${one.history.actor}`);
    for (const other of [tea, ana]) other.hears(one, `bye of ${one.history.actor}`);
  }
}

type Row = readonly [what: string, act: (lesson: Lesson) => void];

/** Of each kind what is caught, and what looks much like it and is in order. */
const table: Readonly<
  Record<ViolationKind, { readonly caught: readonly Row[]; readonly fine: readonly Row[] }>
> = {
  order: {
    caught: [
      [
        "two chats that change places",
        ({ tea, ana }) => {
          tea.says("one").says("two").hears(tea, "one").hears(tea, "two");
          ana.hears(tea, "two").hears(tea, "one");
        },
      ],
      [
        "a signal that overtakes a chat",
        ({ tea, ana }) => {
          tea.says("one").offers(ana, "offer").hears(tea, "one");
          ana.isOffered(tea, "offer").hears(tea, "one");
        },
      ],
      [
        "what changes places over a resumption",
        ({ tea, ana }) => {
          tea.says("one").says("two").hears(tea, "one").hears(tea, "two");
          ana.hears(tea, "two").breaks().resumes().hears(tea, "one");
        },
      ],
    ],
    fine: [
      [
        "two senders whose chats arrive either way",
        ({ tea, ana }) => {
          tea.says("one");
          ana.says("two");
          tea.hears(tea, "one").hears(ana, "two");
          ana.hears(ana, "two").hears(tea, "one");
        },
      ],
    ],
  },
  doubled: {
    caught: [
      ["a chat that comes twice", ({ ana, tea }) => void ana.hears(tea, "welcome")],
      [
        "a chat that comes again after a resumption",
        ({ ana, tea }) => void ana.breaks().resumes().hears(tea, "welcome"),
      ],
      [
        "a chat that comes again to a new session",
        ({ ana, tea }) => {
          ana.breaks();
          tea.loses(ana);
          ana.failsToResume().joins(tea);
          tea.sees(ana);
          ana.hears(tea, "welcome");
        },
      ],
    ],
    fine: [
      [
        "a chat that comes to each",
        ({ tea, ana }) => {
          tea.says("one");
          for (const one of [tea, ana]) one.hears(tea, "one");
        },
      ],
    ],
  },
  lost: {
    caught: [
      ["a chat that one does not get", ({ tea }) => void tea.says("one").hears(tea, "one")],
      [
        "a chat that its sender does not get",
        ({ tea, ana }) => {
          tea.says("one");
          ana.hears(tea, "one");
        },
      ],
      ["a signal that does not come", ({ tea, ana }) => void tea.offers(ana, "offer")],
      [
        "what was sent during a break that was resumed",
        ({ tea, ana }) => {
          ana.breaks();
          tea.says("one").hears(tea, "one");
          ana.resumes();
        },
      ],
      [
        "a hole in a session that then ended",
        ({ tea, ana }) => {
          tea.says("one").says("two").hears(tea, "one").hears(tea, "two");
          ana.hears(tea, "two").breaks();
          tea.loses(ana);
          ana.failsToResume().joins(tea);
          tea.sees(ana);
        },
      ],
      [
        "a signal that is refused, to a peer who is in",
        ({ tea, ana }) =>
          void tea
            .offers(ana, "offer", "r")
            .gets({ type: "error", code: "peer-not-found", message: "m", ref: "r" }),
      ],
    ],
    fine: [
      [
        "what came last, with a session that then ended",
        ({ tea, ana }) => {
          ana.breaks();
          tea.says("one").hears(tea, "one").loses(ana);
          ana.failsToResume().joins(tea);
          tea.sees(ana);
        },
      ],
      [
        "what its sender's socket broke under",
        ({ tea }) => void tea.says("one").breaks().resumes(),
      ],
      [
        "what was sent before the receiver was in",
        ({ tea, ana }) => {
          ana.breaks();
          tea.loses(ana).says("one").hears(tea, "one");
          ana.failsToResume().joins(tea);
          tea.sees(ana);
        },
      ],
      [
        "a chat that is refused",
        ({ tea }) =>
          void tea
            .says("one", "r")
            .gets({ type: "error", code: "rate-limited", message: "m", ref: "r" }),
      ],
      [
        "what is sent to who has not come to a new server yet",
        ({ stage, tea, ana }) => {
          ana.breaks();
          tea.breaks();
          stage.epoch = "epoch-2";
          tea.failsToResume().joins().says("one").hears(tea, "one");
          ana.failsToResume().joins(tea);
          tea.sees(ana);
        },
      ],
    ],
  },
  forged: {
    caught: [
      ["a chat that nobody sent", ({ tea, ana }) => void ana.hears(tea, "made up")],
      [
        "a chat that came as another's",
        ({ tea, ana }) => {
          tea.says("one").hears(ana, "one");
          ana.hears(ana, "one");
        },
      ],
      [
        "a chat of who was not in yet",
        ({ stage, tea, ana }) => {
          const ben = stage.actor("student-3");
          ben.opens().says("one");
          for (const one of [tea, ana]) one.hears(ben, "one");
        },
      ],
      [
        "a signal that came as a chat",
        ({ tea, ana }) => {
          tea.offers(ana, "offer");
          ana.hears(tea, "offer");
        },
      ],
    ],
    fine: [
      [
        "a chat of who came a moment ago",
        ({ stage, tea, ana }) => {
          const ben = stage.actor("student-3");
          ben.opens().joins(tea, ana);
          ben.says("one");
          for (const one of [tea, ana]) one.sees(ben).hears(ben, "one");
          ben.hears(ben, "one");
          for (const one of [tea, ana]) one.loses(ben);
          ben.sends({ type: "leave" }).breaks(1000);
        },
      ],
    ],
  },
  crossed: {
    caught: [
      [
        "a chat of another room",
        ({ stage, ana }) => {
          const ben = stage.actor("student-3", { room: "conference-2" });
          ben.opens().joins().says("one").hears(ben, "one");
          ana.hears(ben, "one");
        },
      ],
      [
        "a signal that was for somebody else",
        ({ tea, ana }) => {
          tea.offers(ana, "offer");
          ana.isOffered(tea, "offer");
          tea.isOffered(tea, "offer");
        },
      ],
      [
        "a participant of another room who comes",
        ({ stage, ana }) => {
          const ben = stage.actor("student-3", { room: "conference-2" });
          ben.opens().joins();
          ana.sees(ben).loses(ben);
        },
      ],
      [
        "a participant of another room in a roster",
        ({ stage }) => {
          const ben = stage.actor("student-3", { room: "conference-2" });
          const cy = stage.actor("student-4", { room: "conference-3" });
          ben.opens().joins();
          cy.opens().joins(ben).loses(ben);
        },
      ],
    ],
    fine: [
      [
        "the same actor in two rooms",
        ({ stage }) => {
          const ana = stage.actor("student-2", { room: "conference-2" });
          ana.opens().joins().says("one").hears(ana, "one");
        },
      ],
    ],
  },
  numbering: {
    caught: [
      [
        "a number that is left out",
        ({ tea, ana }) => {
          tea.says("one").hears(tea, "one");
          ana.hears(tea, "one", { seq: 5 });
        },
      ],
      [
        "a number that comes again",
        ({ tea, ana }) => {
          tea.says("one").hears(tea, "one");
          ana.hears(tea, "one", { seq: 3 });
        },
      ],
      [
        "a new session that goes on counting",
        ({ tea, ana }) => {
          ana.breaks();
          tea.loses(ana);
          const { room: roomId } = ana.history;
          ana.failsToResume().sends({ type: "join", roomId, token: "t" });
          const joined = {
            roomId,
            self: ana.participant,
            participants: [tea.participant],
            serverTime: 0,
          };
          ana.gets({ type: "joined", ...joined, epoch: "epoch-1" });
          tea.sees(ana);
        },
      ],
    ],
    fine: [
      [
        "an error that closes, without a number",
        ({ ana }) => {
          ana.isTold({ type: "error", code: "draining", message: "m" });
          ana.breaks(4000).resumes();
        },
      ],
    ],
  },
  seats: {
    caught: [
      ["who comes and is there", ({ tea, ana }) => void tea.sees(ana)],
      ["who leaves and is not there", ({ stage, tea }) => void tea.loses(stage.actor("student-3"))],
      [
        "who is listed twice",
        ({ tea, ana }) => {
          ana.breaks();
          tea.loses(ana);
          ana.failsToResume().joins(tea, tea);
          tea.sees(ana);
        },
      ],
      [
        "two sockets that hold a seat of one actor",
        ({ stage, tea, ana }) => {
          const other = stage.actor("student-2");
          other.opens().joins(tea);
          tea.loses(ana).sees(other);
        },
      ],
    ],
    fine: [
      [
        "a takeover",
        ({ stage, tea, ana }) => {
          const other = stage.actor("student-2");
          other.opens().joins(tea);
          ana.isTold({ type: "error", code: "session-replaced", message: "m" }).breaks(4509);
          tea.loses(ana).sees(other);
          farewell({ tea, ana: other });
        },
      ],
    ],
  },
  "early-left": {
    caught: [
      [
        "who resumes is said to have left",
        ({ tea, ana }) => {
          ana.breaks();
          tea.loses(ana);
          ana.resumes();
          tea.sees(ana);
        },
      ],
      [
        "who is there all the time is said to have left",
        ({ tea, ana }) => void tea.loses(ana).sees(ana),
      ],
    ],
    fine: [
      [
        "who comes back anew had left",
        ({ tea, ana }) => {
          ana.breaks();
          tea.loses(ana);
          ana.failsToResume().joins(tea);
          tea.sees(ana);
        },
      ],
    ],
  },
  roster: {
    caught: [
      [
        "who is in is missing",
        ({ stage, ana }) => {
          const ben = stage.actor("student-3");
          ben.opens().joins(ana);
          ana.sees(ben);
        },
      ],
      ["who is gone is still listed", ({ ana }) => void ana.sends({ type: "leave" }).breaks(1000)],
    ],
    fine: [
      [
        "who came and went",
        ({ stage, tea, ana }) => {
          const ben = stage.actor("student-3");
          ben.opens().joins(tea, ana);
          for (const one of [tea, ana]) one.sees(ben);
          ben.sends({ type: "leave" }).breaks(1000);
          for (const one of [tea, ana]) one.loses(ben);
        },
      ],
    ],
  },
  ending: {
    caught: [
      [
        "by a student who asked for it",
        ({ tea, ana }) => {
          ana.sends({ type: "meeting-ended" });
          for (const one of [tea, ana]) {
            one.gets({ type: "meeting-ended", by: ana.history.actor }).breaks(4511);
          }
        },
      ],
      [
        "by a teacher who did not ask for it",
        ({ tea, ana }) => {
          for (const one of [tea, ana]) {
            one.gets({ type: "meeting-ended", by: tea.history.actor }).breaks(4511);
          }
        },
      ],
      [
        "twice",
        ({ tea, ana }) => {
          tea.sends({ type: "meeting-ended" });
          const ended = { type: "meeting-ended", by: tea.history.actor } as const;
          tea.gets(ended).breaks(4511);
          ana.gets(ended).gets(ended).breaks(4511);
        },
      ],
      [
        "without a word",
        ({ tea, ana }) => {
          tea.sends({ type: "meeting-ended" });
          tea.gets({ type: "meeting-ended", by: tea.history.actor }).breaks(4511);
          ana.breaks(4511);
        },
      ],
    ],
    fine: [
      [
        "by its teacher, once",
        ({ tea, ana }) => {
          tea.sends({ type: "meeting-ended" });
          for (const one of [tea, ana]) {
            one.gets({ type: "meeting-ended", by: tea.history.actor }).breaks(4511);
          }
          ana.opens().sends({ type: "join", roomId: ana.history.room, token: "old", ref: "j" });
          ana.gets({ type: "error", code: "meeting-ended", message: "m", ref: "j" }).breaks(4511);
        },
      ],
    ],
  },
  unanswered: {
    caught: [
      [
        "a chat of which nothing comes back",
        ({ tea, ana }) => {
          tea.says("one", "r");
          for (const one of [tea, ana]) one.hears(tea, "one");
        },
      ],
      [
        "a chat that comes back after 5 s",
        ({ stage, tea, ana }) => {
          tea.says("one", "r");
          stage.tick(5_001);
          tea.hears(tea, "one", { ref: "r" });
          ana.hears(tea, "one");
        },
      ],
      [
        "a join",
        ({ stage, ana }) =>
          void stage
            .actor("student-3")
            .opens()
            .sends({ type: "join", roomId: ana.history.room, token: "t" }),
      ],
      [
        "a resume",
        ({ ana, tea }) => {
          const { room: roomId } = ana.history;
          ana
            .breaks()
            .opens()
            .sends({ type: "resume", roomId, sessionId: "s", secret: "x", lastSeq: 4 });
          tea.loses(ana);
        },
      ],
      ["a leave that closes nothing", ({ ana }) => void ana.sends({ type: "leave" })],
      [
        "a chat during a fault of somebody else's",
        ({ stage, tea, ana }) => {
          tea.says("one", "r");
          stage.fault(6_000, ana);
          tea.hears(tea, "one", { ref: "r" });
          ana.hears(tea, "one");
        },
      ],
    ],
    fine: [
      [
        "a chat that comes back in 4.9 s",
        ({ stage, tea, ana }) => {
          tea.says("one", "r");
          stage.tick(4_900);
          tea.hears(tea, "one", { ref: "r" });
          ana.hears(tea, "one");
        },
      ],
      [
        "a chat that is answered by the close",
        ({ tea }) => void tea.says("one", "r").breaks().resumes(),
      ],
      [
        "a chat that comes back 5 s after a fault",
        ({ stage, tea, ana }) => {
          tea.says("one", "r");
          stage.fault(30_000);
          stage.tick(4_900);
          tea.hears(tea, "one", { ref: "r" });
          ana.hears(tea, "one");
        },
      ],
    ],
  },
};

describe.each(Object.entries(table))("checkHistory() on %s", (kind, { caught, fine }) => {
  test.each(caught)("finds %s", (_, act) => {
    const scene = lesson();
    act(scene);
    if (scene.tea.isSeated && scene.ana.isSeated) farewell(scene);
    expect(scene.stage.violations()).toContain(kind);
  });

  test.each(fine)("finds nothing in %s", (_, act) => {
    const scene = lesson();
    act(scene);
    if (scene.tea.isSeated && scene.ana.isSeated) farewell(scene);
    expect(scene.stage.violations()).toEqual([]);
  });
});

test("checkHistory() finds nothing in a lesson of plain clients with a break", () => {
  const { stage, tea, ana } = lesson({ isResumable: false });
  ana.breaks();
  tea.loses(ana).says("one").hears(tea, "one");
  ana.opens().joins(tea);
  tea.sees(ana);
  farewell({ tea, ana });
  expect(stage.violations()).toEqual([]);
});

test("checkHistory() refuses a history in which two messages cannot be told apart", () => {
  const { stage, tea } = lesson();
  tea.says("welcome");
  expect(() => stage.violations()).toThrow(RangeError);
});
