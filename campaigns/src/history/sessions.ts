import { mayComeBack } from "@lectern/protocol/codes";
import type { ClientMessage, Numbered, ServerMessage } from "@lectern/protocol/messages";
import type { ClientHistory, Recorded } from "./recorded.ts";

export type JoinedMessage = Extract<ServerMessage, { readonly type: "joined" }>;

export interface Received {
  readonly at: number;
  readonly message: ServerMessage & Numbered;
}

export interface Sent {
  readonly at: number;
  readonly message: ClientMessage;
  /** Which of the client's sockets carried it, counted from 1. */
  readonly socket: number;
}

/** One life of a seat as its client knows it: from a `joined` to the word that it is over. */
export interface Session {
  readonly client: ClientHistory;
  readonly joined: JoinedMessage;
  readonly startedAt: number;
  /** With the `joined` that began it. */
  readonly received: readonly Received[];
  /** Sent while the socket held the seat. */
  readonly sent: readonly Sent[];
  readonly resumedAt: readonly number[];
  /** `null`: it has not ended. */
  readonly endedAt: number | null;
  /** Whether an open socket holds the seat when the history ends. */
  readonly isHeldAtEnd: boolean;
}

interface Draft {
  readonly joined: JoinedMessage;
  readonly startedAt: number;
  readonly received: Received[];
  readonly sent: Sent[];
  readonly resumedAt: number[];
}

/** Cuts what a client saw into the sessions that it had. */
export function sessionsOf(client: ClientHistory): readonly Session[] {
  const sessions: Session[] = [];
  let draft: Draft | null = null;
  let isHeld = false;
  let socket = 0;
  const end = (endedAt: number | null): void => {
    if (draft)
      sessions.push({ client, ...draft, endedAt, isHeldAtEnd: isHeld && endedAt === null });
    draft = null;
    isHeld = false;
  };
  for (const event of client.events) {
    const { at } = event;
    if (event.type === "opened") socket += 1;
    else if (event.type === "sent") {
      if (isHeld) draft?.sent.push({ at, message: event.message, socket });
    } else if (event.type === "received") {
      const { message } = event;
      if (message.type === "joined") {
        end(at);
        draft = { joined: message, startedAt: at, received: [], sent: [], resumedAt: [] };
        isHeld = true;
      }
      if (isResumeFailed(message)) end(at);
      if (message.type === "resumed") {
        draft?.resumedAt.push(at);
        isHeld = draft !== null;
      } else if (isHeld) draft?.received.push({ at, message });
    } else if (endsSession(event, client)) end(at);
    else isHeld = false;
  }
  end(null);
  return sessions;
}

function isResumeFailed(message: ServerMessage): boolean {
  return message.type === "error" && message.code === "resume-failed";
}

function endsSession(
  { code }: Extract<Recorded, { readonly type: "closed" }>,
  client: ClientHistory,
): boolean {
  return !client.isResumable || !mayComeBack(code);
}
