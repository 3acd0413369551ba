import { describe, expect, test } from "vitest";
import type { AccountRole } from "../accounts/account.ts";
import type { Visitor } from "../sessions/visitor.ts";
import { type AccessFacts, decideAccess, decideEntry } from "./decide-access.ts";

const conference: AccessFacts = {
  id: "c1",
  ownerId: "owner",
  isEnrolled: false,
  guestLinkHash: "current",
};
const enrolled = { ...conference, isEnrolled: true };
const closed = { ...conference, guestLinkHash: null };

describe("decideAccess()", () => {
  test.each([
    ["the owner", account("owner", "teacher"), conference, "teacher teacher-owner"],
    [
      "an administrator who owns it",
      account("owner", "administrator"),
      conference,
      "teacher teacher-owner",
    ],
    [
      "an owner who may no longer teach",
      account("owner", "student"),
      conference,
      "conference-not-found",
    ],
    ["a student enrolled", account("s", "student"), enrolled, "student student-s"],
    ["a teacher enrolled by another", account("t", "teacher"), enrolled, "student student-t"],
    ["a student not enrolled", account("s", "student"), conference, "conference-not-found"],
    ["another teacher", account("t", "teacher"), conference, "conference-not-found"],
    ["an administrator", account("a", "administrator"), conference, "conference-not-found"],
    ["anybody, where there is none", account("owner", "teacher"), null, "conference-not-found"],
    ["a guest of its link", guest("c1", "current"), conference, "student student-gg1"],
    ["a guest of a renewed link", guest("c1", "old"), conference, "guest-link-closed"],
    ["a guest of a closed link", guest("c1", "current"), closed, "guest-link-closed"],
    ["a guest of another conference", guest("c2", "current"), conference, "conference-not-found"],
    ["a guest, where there is none", guest("c1", "current"), null, "conference-not-found"],
    ["nobody", { kind: "nobody" }, conference, "sign-in-required"],
    ["nobody, where there is none", { kind: "nobody" }, null, "sign-in-required"],
  ] as const)("%s", (_, visitor, facts, expected) => {
    const decided = decideAccess(visitor, facts);
    const found = decided.ok ? `${decided.value.role} ${decided.value.actor}` : decided.error.code;
    expect(found).toBe(expected);
  });
});

describe("decideEntry()", () => {
  test.each([
    ["never ended", { startedAt: 5, endedAt: null }, true, null],
    ["ended", { startedAt: 5, endedAt: 9 }, true, "meeting-ended"],
    ["started anew after its end", { startedAt: 10, endedAt: 9 }, true, null],
    ["open, without signaling", { startedAt: 5, endedAt: null }, false, "signaling-disabled"],
    ["ended, without signaling", { startedAt: 5, endedAt: 9 }, false, "meeting-ended"],
  ])("%s", (_, times, isSignalingEnabled, code) => {
    const decided = decideEntry(times, { removal: null, isSignalingEnabled });
    expect(decided.ok ? null : decided.error.code).toBe(code);
  });

  test.each([
    ["removed since the start", { startedAt: 5, endedAt: null }, 5, "removed"],
    ["let back in", { startedAt: 5, endedAt: null }, null, null],
    ["removed before it was started anew", { startedAt: 10, endedAt: 9 }, 8, null],
    ["removed, and ended since", { startedAt: 5, endedAt: 9 }, 8, "meeting-ended"],
  ])("%s", (_, times, keptOutAt, code) => {
    const removal = { removedAt: 8, keptOutAt };
    const decided = decideEntry(times, { removal, isSignalingEnabled: true });
    expect(decided.ok ? null : decided.error.code).toBe(code);
  });
});

function account(id: string, role: AccountRole): Visitor {
  return { kind: "account", account: { id, username: id, name: id, role }, sessionHash: "" };
}

function guest(conferenceId: string, linkHash: string): Visitor {
  return {
    kind: "guest",
    guest: { id: "g1", name: "Gus", conferenceId, linkHash },
    sessionHash: "",
  };
}
