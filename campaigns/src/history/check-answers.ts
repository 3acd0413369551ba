import type { ClientMessage, ServerMessage } from "@lectern/protocol/messages";
import type { ClientHistory, FaultSpan, History, Violation } from "./recorded.ts";

/** How long the server has to answer, refuse or close; and again after a fault. */
const answerMs = 5_000;

interface Request {
  readonly at: number;
  readonly message: ClientMessage;
}

/** Checks that every request of a client was answered, refused or closed in time. */
export function checkAnswers(
  client: ClientHistory,
  { faults, endedAt }: History,
): readonly Violation[] {
  const concerning = faults.filter((fault) => fault.client === null || fault.client === client);
  const violations: Violation[] = [];
  let open: readonly Request[] = [];
  const settle = (at: number, isAnswered: (request: Request) => boolean): void => {
    const late = open.filter(
      (request) => isAnswered(request) && at > deadlineOf(request.at, concerning),
    );
    open = open.filter((request) => !isAnswered(request));
    for (const { message } of late) {
      violations.push({
        kind: "unanswered",
        client,
        at,
        what: `${nameOf(message)} was not answered in time`,
      });
    }
  };
  for (const event of client.events) {
    if (event.type === "sent" && isRequest(event.message)) open = [...open, event];
    if (event.type === "received") {
      const { message } = event;
      settle(event.at, (request) => isAnswer(message, request.message));
    }
    if (event.type === "closed") settle(event.at, () => true);
  }
  settle(endedAt, () => true);
  return violations;
}

/** What nobody answers are the signals: they go to others. */
function isRequest({ type }: ClientMessage): boolean {
  return type !== "offer" && type !== "answer" && type !== "ice-candidate";
}

function isAnswer(message: ServerMessage, request: ClientMessage): boolean {
  if ("ref" in message && message.ref !== undefined) return message.ref === request.ref;
  switch (request.type) {
    case "join":
      return message.type === "joined" || message.type === "error";
    case "resume":
      return message.type === "resumed" || message.type === "error";
    case "chat":
      // Without a ref the sender knows its own copy by the text.
      return (
        request.ref === undefined && message.type === "chat" && message.message === request.message
      );
    case "meeting-ended":
      return message.type === "meeting-ended";
    default:
      return false;
  }
}

/** The last moment for an answer: a fault in between gives the server its time anew. */
function deadlineOf(sentAt: number, faults: readonly FaultSpan[]): number {
  return faults
    .toSorted((one, other) => one.from - other.from)
    .reduce(
      (deadline, { from, to }) =>
        from <= deadline && to >= sentAt ? Math.max(deadline, to + answerMs) : deadline,
      sentAt + answerMs,
    );
}

function nameOf({ type, ref }: ClientMessage): string {
  return ref === undefined ? type : `${type} "${ref}"`;
}
