import { expect, test } from "vitest";
import { FakeConnection } from "../testing/fake-connection.ts";
import { FakeSocket } from "../testing/fake-socket.ts";
import { joinAs, page, person, useFakeBrowser } from "../testing/harness.ts";
import { recordTimeline } from "./record-timeline.ts";

useFakeBrowser();

test("a call is noted as it goes, with its page and its errors, and ends with the call", async () => {
  const conference = await joinAs(person("teacher-1"), []);
  const timeline = recordTimeline(conference, { page });
  FakeSocket.last.receive({ type: "peer-joined", peer: person("student-5") });
  FakeConnection.at(0).become("failed");
  page.dispatchEvent(new Event("offline"));
  FakeSocket.last.receive({ type: "error", code: "rate-limited", message: "of student-5" });
  conference.leave();
  page.dispatchEvent(new Event("online"));
  const { events } = timeline.report();
  expect(events.map(({ at, ...event }) => event)).toEqual([
    { type: "came", who: "P1" },
    { type: "pair", who: "P1", state: "connecting", mending: null },
    { type: "pair", who: "P1", state: "failed", mending: "restarting" },
    { type: "page", event: "offline" },
    { type: "error", code: "rate-limited" },
    { type: "status", status: "left" },
    { type: "went", who: "P1" },
  ]);
  expect(JSON.stringify(events)).not.toMatch(/student/);
});
