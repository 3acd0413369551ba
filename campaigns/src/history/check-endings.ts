import { closeCodes } from "@lectern/protocol/codes";
import { roleOf } from "@lectern/protocol/ids";
import type { Violation } from "./recorded.ts";
import type { Session } from "./sessions.ts";

/** Checks that a meeting is ended by a teacher who asked for it, and that each seat hears so once. */
export function checkEndings(sessions: readonly Session[]): readonly Violation[] {
  return sessions.flatMap((session) => [...checkEnders(session, sessions), ...checkCount(session)]);
}

function checkEnders(
  { client, received }: Session,
  sessions: readonly Session[],
): readonly Violation[] {
  return received.flatMap(({ at, message }) => {
    if (message.type !== "meeting-ended") return [];
    const { by } = message;
    const hasAsked = sessions.some(
      (other) =>
        other.client.actor === by &&
        other.client.room === client.room &&
        other.sent.some((sent) => sent.message.type === "meeting-ended" && sent.at <= at),
    );
    if (roleOf(by) === "teacher" && hasAsked) return [];
    return [
      { kind: "ending", client, at, what: `meeting is ended by ${by}, who did not or may not` },
    ];
  });
}

function checkCount({ client, received, startedAt, endedAt }: Session): readonly Violation[] {
  const heard = received.filter(({ message }) => message.type === "meeting-ended").length;
  const isClosedByIt = client.events.some(
    (event) =>
      event.type === "closed" &&
      event.code === closeCodes["meeting-ended"] &&
      event.at >= startedAt &&
      event.at === endedAt,
  );
  if (heard === (isClosedByIt ? 1 : Math.min(heard, 1))) return [];
  const at = endedAt ?? startedAt;
  return [{ kind: "ending", client, at, what: `heard ${heard} times that the meeting was ended` }];
}
