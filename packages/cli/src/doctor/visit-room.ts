import { randomUUID } from "node:crypto";
import { parseParticipantId, parseRoomId } from "@lectern/protocol/ids";
import type { ServerMessage } from "@lectern/protocol/messages";
import { parseServerMessage } from "@lectern/protocol/server-message";
import { signToken } from "@lectern/token/sign";
import { type Knock, knock } from "./knock.ts";
import type { SetUp } from "./set-up.ts";

/** What became of a visit: the socket's fate, or the server's first word. */
export type Visit =
  | Exclude<Knock, { readonly type: "answered" }>
  | { readonly type: "answered"; readonly message: ServerMessage; readonly at: number };

/**
 * Enters a room that nobody else knows of, with a token of our own making, and leaves it.
 *
 * @returns `null` where there is no socket or no secret to sign with
 */
export async function visitRoom({ socket, config }: SetUp): Promise<Visit | null> {
  const { secret, tokenTtlSeconds } = config.signaling;
  if (socket === null || secret === null) return null;
  const knocked = await knock(socket, { greeting: joinWith(secret, tokenTtlSeconds) });
  if (knocked.type !== "answered") return knocked;
  const message = parseServerMessage(knocked.text);
  if (message.ok) return { type: "answered", message: message.value, at: knocked.at };
  return { type: "unreachable", why: "what comes over the socket is not Lectern's" };
}

function joinWith(secret: string, ttlSeconds: number): string {
  const room = parseRoomId(`conference-doctor-${randomUUID()}`);
  const sub = parseParticipantId("teacher-doctor");
  if (!room || !sub) throw new RangeError("Cannot name a room");
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub, role: "teacher", room, name: "Lectern doctor" } as const;
  const times = { iat, exp: iat + ttlSeconds, jti: randomUUID() };
  return JSON.stringify({
    type: "join",
    roomId: room,
    token: signToken({ ...claims, ...times }, secret),
  });
}
