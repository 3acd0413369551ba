import { AccessDelayed, AccessRefused } from "@lectern/client/errors";
import { describe, expect, test } from "vitest";
import { ticketRefusal } from "./ticket-refusal.ts";

describe("ticketRefusal()", () => {
  test.each([
    [401, "sign-in-required"],
    [403, "guest-link-closed"],
    [404, "conference-not-found"],
    [409, "meeting-ended"],
    [503, "signaling-disabled"],
  ])("%i %s is the end, in the words of the app", (status, code) => {
    const answer = {
      ok: false,
      status,
      code,
      message: "No",
      field: null,
      retryAfterMs: 0,
    } as const;
    const refusal = ticketRefusal(answer);
    expect(refusal).toBeInstanceOf(AccessRefused);
    expect(refusal).toMatchObject({ reason: code, message: "No" });
  });

  test.each([
    [500, "internal"],
    [503, "overloaded"],
    [429, "too-many-attempts"],
    [400, "bad-host"],
    [418, "of-a-later-version"],
    [null, "offline"],
  ])("%s %s is to be tried again, not before its time", (status, code) => {
    const answer = {
      ok: false,
      status,
      code,
      message: "Not now",
      field: null,
      retryAfterMs: 4000,
    } as const;
    const refusal = ticketRefusal(answer);
    expect(refusal).toBeInstanceOf(AccessDelayed);
    expect(refusal).toMatchObject({ retryAfterMs: 4000, message: "Not now" });
  });
});
