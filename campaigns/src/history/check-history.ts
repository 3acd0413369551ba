import { checkAnswers } from "./check-answers.ts";
import { checkDelivery } from "./check-delivery.ts";
import { checkEndings } from "./check-endings.ts";
import { checkNumbering } from "./check-numbering.ts";
import { checkRosters } from "./check-rosters.ts";
import type { History, Violation } from "./recorded.ts";
import { sessionsOf } from "./sessions.ts";

/**
 * Reads what every client of a run saw, and finds what the contract forbids.
 *
 * Pure. The run has to have come to rest: its last fault, its last join and its
 * last message are at least 5 s before its end.
 *
 * @returns nothing when the server kept its promises
 */
export function checkHistory(history: History): readonly Violation[] {
  const sessions = history.clients.flatMap(sessionsOf);
  return [
    ...checkDelivery(sessions),
    ...sessions.flatMap(checkNumbering),
    ...checkRosters(sessions),
    ...checkEndings(sessions),
    ...history.clients.flatMap((client) => checkAnswers(client, history)),
  ];
}
