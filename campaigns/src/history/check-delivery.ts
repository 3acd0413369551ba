import type { ClientMessage, ServerMessage } from "@lectern/protocol/messages";
import type { ClientHistory, Violation } from "./recorded.ts";
import type { Received, Session } from "./sessions.ts";

/** A chat or a signal: what one participant has for others. */
type Talk = Extract<ClientMessage, { readonly type: "chat" } | { readonly to: unknown }>;

/** One such message as it was sent. */
interface Posted {
  readonly body: string;
  readonly message: Talk;
  readonly at: number;
  readonly session: Session;
  /** Place among all that this client sent. */
  readonly place: number;
  readonly socket: number;
}

/** Everything posted in a history, by its body. */
type Post = ReadonlyMap<string, Posted>;

/**
 * Holds what was received against what was sent: order, nothing twice, nothing
 * lost, nothing from whom it is not, nothing to whom it is not for.
 */
export function checkDelivery(sessions: readonly Session[]): readonly Violation[] {
  const post = collect(sessions);
  const byClient = Map.groupBy(sessions, ({ client }) => client);
  return [
    ...[...byClient.values()].flatMap((own) => checkReceived(own, post)),
    ...checkLost(sessions, post),
  ];
}

/** @throws {RangeError} if two messages have the same body */
function collect(sessions: readonly Session[]): Post {
  const post = new Map<string, Posted>();
  const places = new Map<ClientHistory, number>();
  for (const session of sessions) {
    for (const { at, message, socket } of session.sent) {
      const body = bodyOf(message);
      if (body === null || !isTalk(message)) continue;
      if (post.has(body)) throw new RangeError(`Cannot tell messages apart: two are "${body}"`);
      const place = (places.get(session.client) ?? 0) + 1;
      places.set(session.client, place);
      post.set(body, { body, message, at, session, place, socket });
    }
  }
  return post;
}

/** Order, doubles and origin of all that one client received over its sessions. */
function checkReceived(sessions: readonly Session[], post: Post): readonly Violation[] {
  const violations: Violation[] = [];
  const seen = new Set<string>();
  const lastPlaces = new Map<ClientHistory, number>();
  for (const { client, received } of sessions) {
    for (const { at, message } of received) {
      const body = bodyOf(message);
      if (body === null) continue;
      const complain = (kind: Violation["kind"], what: string): void => {
        violations.push({ kind, client, at, what: `${message.type} "${body}" ${what}` });
      };
      const posted = post.get(body);
      const fault = originFault(message, client, posted);
      if (fault) complain(...fault);
      if (!posted) continue;
      const sender = posted.session.client;
      if (seen.has(body)) complain("doubled", "came again");
      else if (posted.place < (lastPlaces.get(sender) ?? 0)) {
        complain("order", `of ${sender.actor} came after a later one`);
      }
      seen.add(body);
      lastPlaces.set(sender, Math.max(posted.place, lastPlaces.get(sender) ?? 0));
    }
  }
  return violations;
}

function originFault(
  message: ServerMessage,
  receiver: ClientHistory,
  posted: Posted | undefined,
): [Violation["kind"], string] | null {
  if (!("from" in message)) return null;
  if (!posted) return ["forged", `was never sent from a seat, by ${message.from} or anybody`];
  const { client } = posted.session;
  if (client.actor !== message.from)
    return ["forged", `of ${client.actor} came as ${message.from}'s`];
  if (client.room !== receiver.room) return ["crossed", `was sent in ${client.room}`];
  const { message: sent } = posted;
  if ("to" in sent && sent.to !== receiver.actor) return ["crossed", `was for ${sent.to}`];
  return sent.type === message.type ? null : ["forged", `was sent as ${sent.type}`];
}

/**
 * Finds messages that a seated receiver should have got and did not.
 *
 * A message counts as taken in by the server when it, or a later one over the
 * same socket, was answered or delivered; what follows the last of these may
 * have been lost with the socket. A receiver's session that ended may lack what
 * came last, since its end was an honest word; it may have no hole.
 */
function checkLost(sessions: readonly Session[], post: Post): readonly Violation[] {
  const taken = takenIn(sessions, post);
  const byRoom = Map.groupBy(sessions, ({ client, joined }) => `${client.room} ${joined.epoch}`);
  return [...byRoom.values()].flatMap((together) =>
    together.flatMap((receiver) => {
      const got = new Set(receiver.received.map(({ message }) => bodyOf(message)));
      return together.flatMap((sender) => lostBetween(sender, receiver, { post, taken, got }));
    }),
  );
}

interface Delivery {
  readonly post: Post;
  readonly taken: ReadonlySet<Posted>;
  /** The bodies that the receiver got. */
  readonly got: ReadonlySet<string | null>;
}

function lostBetween(
  sender: Session,
  receiver: Session,
  { post, taken, got }: Delivery,
): readonly Violation[] {
  const owed = sender.sent
    .map(({ message }) => post.get(bodyOf(message) ?? ""))
    .filter((posted) => posted !== undefined)
    .filter((posted) => isFor(posted, receiver) && posted.at > receiver.startedAt);
  const lastGot = owed.findLastIndex(({ body }) => got.has(body));
  return owed
    .filter((posted, at) => {
      if (got.has(posted.body) || !taken.has(posted)) return false;
      return receiver.isHeldAtEnd || at < lastGot;
    })
    .map(({ body, message, at }) => ({
      kind: "lost",
      client: receiver.client,
      at,
      what: `${message.type} "${body}" of ${sender.client.actor} never came`,
    }));
}

function isFor({ message, session }: Posted, receiver: Session): boolean {
  if (message.type === "chat") return true;
  return message.to === receiver.client.actor && session.client !== receiver.client;
}

/** What the server surely took in and did not refuse for a reason of the sender's. */
function takenIn(sessions: readonly Session[], post: Post): ReadonlySet<Posted> {
  const delivered = new Set(
    sessions.flatMap(({ received }) => received.map(({ message }) => bodyOf(message))),
  );
  const taken = new Set<Posted>();
  for (const { sent, received } of sessions) {
    const refusals = refusalsOf(received);
    const sockets = new Set<number>();
    for (const { message, socket } of sent.toReversed()) {
      const refusal = message.ref === undefined ? undefined : refusals.get(message.ref);
      const posted = post.get(bodyOf(message) ?? "");
      if (refusal !== undefined || (posted && delivered.has(posted.body))) sockets.add(socket);
      const isRefused = refusal !== undefined && refusal !== "peer-not-found";
      if (posted && sockets.has(socket) && !isRefused) taken.add(posted);
    }
  }
  return taken;
}

function refusalsOf(received: readonly Received[]): ReadonlyMap<string, string> {
  return new Map(
    received.flatMap(({ message }) =>
      message.type === "error" && message.ref !== undefined ? [[message.ref, message.code]] : [],
    ),
  );
}

/** The text by which a chat or signal is known again; `null` for what has none. */
function bodyOf(message: ClientMessage | ServerMessage): string | null {
  switch (message.type) {
    case "chat":
      return message.message;
    case "offer":
    case "answer":
      return message.payload.sdp;
    case "ice-candidate":
      return message.payload?.candidate ?? null;
    default:
      return null;
  }
}

function isTalk(message: ClientMessage): message is Talk {
  return message.type === "chat" || "to" in message;
}
