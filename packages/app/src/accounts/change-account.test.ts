import { expect, test } from "vitest";
import type { AccountDetails } from "./account-store.ts";
import { leavesAnAdministrator } from "./change-account.ts";

const ada = person("ada", {});
const away = person("away", { disabled: true });
const invited = person("invited", { pending: true });
const bob = person("bob", {});

test.each([
  ["the only one becomes a teacher", [ada], { role: "teacher", disabled: false }, false],
  ["the only one is disabled", [ada], { role: "administrator", disabled: true }, false],
  ["the only one is renamed", [ada], { role: "administrator", disabled: false }, true],
  ["one of two goes", [ada, bob], { role: "student", disabled: false }, true],
  ["the other is disabled", [ada, away], { role: "teacher", disabled: false }, false],
  ["the other never came", [ada, invited], { role: "teacher", disabled: false }, false],
] as const)("leavesAnAdministrator(): %s", (_, accounts, change, isKept) => {
  expect(leavesAnAdministrator(accounts, "ada", change)).toBe(isKept);
});

function person(id: string, rest: Partial<AccountDetails>): AccountDetails {
  const flags = { disabled: false, pending: false, lastSeenAt: null };
  return { id, username: id, name: id, role: "administrator", ...flags, ...rest };
}
