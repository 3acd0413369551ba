import type { ConferenceState, RemoteParticipant } from "@lectern/client/state";
import { describe, expect, test } from "vitest";
import {
  areScreensForbidden,
  mayShowScreen,
  newestFirst,
  screenNews,
  shownScreens,
} from "./shown-screens.ts";

const screen = {} as MediaStream;
const yes = teacher("t1", true);
const no = teacher("t2", false);
const silent = teacher("t3", null);

describe("what a student may", () => {
  test.each([
    ["no teacher is here", [], false, false],
    ["the teacher has not said", [silent], false, false],
    ["the teacher says no", [no], false, true],
    ["the teacher says yes", [yes], true, false],
    ["one of two says yes", [no, yes], true, false],
    ["another student says yes", [student("s2", true)], false, false],
  ])("%s", (_, others, may, isForbidden) => {
    const state = stateOf("student", others);
    expect([mayShowScreen(state), areScreensForbidden(state)]).toEqual([may, isForbidden]);
  });
});

test("a teacher may always, and forbids by their own word", () => {
  const state = { ...stateOf("teacher", []), allowsScreens: false };
  expect([mayShowScreen(state), areScreensForbidden(state)]).toEqual([true, true]);
});

test("shownScreens() leaves out those of students who are not allowed, and no teacher's", () => {
  const showing = [{ ...no, screen }, { ...student("s2", null), screen }, student("s3", null)];
  expect(shownScreens(stateOf("student", showing)).map(({ id }) => id)).toEqual(["t2"]);
  expect(shownScreens(stateOf("student", [...showing, yes])).map(({ id }) => id)).toEqual([
    "t2",
    "s2",
  ]);
});

test("newestFirst() puts what was not there before in front", () => {
  const [a, b, c] = ["a", "b", "c"].map((id) => ({ id, name: id, stream: screen }));
  if (!a || !b || !c) throw new RangeError("three");
  expect(newestFirst(["b", "a"], [a, b, c]).map(({ id }) => id)).toEqual(["c", "b", "a"]);
});

test("screenNews() says who begins and who ends", () => {
  const before = stateOf("student", [yes]);
  const after = stateOf("student", [{ ...yes, screen }]);
  expect(screenNews(before, after)).toBe("t1 shows a screen.");
  expect(screenNews(after, before)).toBe("t1 shows no screen any more.");
  expect(screenNews(after, after)).toBeNull();
});

function stateOf(
  role: "teacher" | "student",
  participants: readonly RemoteParticipant[],
): ConferenceState {
  const self = { role } as ConferenceState["self"];
  return { self, participants, allowsScreens: null } as unknown as ConferenceState;
}

function teacher(id: string, allowsScreens: boolean | null): RemoteParticipant {
  const rest = { name: id, role: "teacher", allowsScreens, screen: null };
  return { id, ...rest } as unknown as RemoteParticipant;
}

function student(id: string, allowsScreens: boolean | null): RemoteParticipant {
  return { ...teacher(id, allowsScreens), role: "student" };
}
