import { expect, test } from "vitest";
import { Stage } from "../testing/stage.ts";
import { completeAt } from "./completeness.ts";

test("completeAt() is when the last who is expected is seen, and not before a new join", () => {
  const stage = new Stage();
  const [tea, ana] = [stage.actor("teacher-1"), stage.actor("student-2")];
  tea.opens().joins();
  ana.opens().joins(tea);
  tea.sees(ana);
  const expected = new Set([tea.history.actor, ana.history.actor]);
  const killedAt = stage.tick();
  expect(completeAt(tea.history.events, killedAt, expected)).toBeNull();
  tea.breaks().failsToResume().joins();
  expect(completeAt(tea.history.events, killedAt, expected)).toBeNull();
  ana.breaks().failsToResume().joins(tea);
  tea.sees(ana);
  expect(completeAt(tea.history.events, killedAt, expected)).toBe(stage.tick(0));
});
