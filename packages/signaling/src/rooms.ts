import type { CloseReason } from "@lectern/protocol/codes";
import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import type { EndedMeeting } from "@lectern/protocol/link";
import type { ServerMessage } from "@lectern/protocol/messages";
import { assertNever } from "@lectern/protocol/result";
import { Frame } from "./frame.ts";
import type { Metrics } from "./metrics.ts";
import { Outbox, type Outlet } from "./outbox.ts";
import { emptyRoom, step } from "./room.ts";
import type { ConnectionId, Effect, Room, RoomEvent, SeatId } from "./room-types.ts";

/** A connection as the rooms see it. */
export interface Member extends Outlet {
  readonly id: ConnectionId;
  close(reason: CloseReason): void;
  /** It holds a seat now, and this is what goes out to it. */
  seated(outbox: Outbox): void;
}

export interface RoomsOptions {
  readonly maxSeats: number;
  readonly metrics: Pick<Metrics, "error">;
  readonly onEnded: (meeting: EndedMeeting) => void;
}

/** Where a session's seat is. */
export interface SessionPlace {
  readonly roomId: RoomId;
  readonly actor: ParticipantId;
  readonly outbox: Outbox;
}

interface OpenSeat {
  readonly outbox: Outbox;
  readonly sessionId: string | null;
  /** Runs while the seat is held. */
  timer: NodeJS.Timeout | undefined;
}

/** The rooms that somebody is in, and the one place where their effects are performed. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<RoomId, Room>();
  readonly #members = new Map<ConnectionId, Member>();
  readonly #seats = new Map<SeatId, OpenSeat>();
  readonly #sessions = new Map<string, SessionPlace>();

  constructor(options: RoomsOptions) {
    this.#options = options;
  }

  add(member: Member): void {
    this.#members.set(member.id, member);
  }

  remove(member: Member): void {
    this.#members.delete(member.id);
  }

  /** Waits for nobody any more; may be called twice. */
  close(): void {
    for (const { timer } of this.#seats.values()) clearTimeout(timer);
  }

  /** The rooms that somebody has a seat in. */
  list(): Iterable<Room> {
    return this.#rooms.values();
  }

  /** @returns `null` for a session that is over, and for one that never was */
  findSession(sessionId: string): SessionPlace | null {
    return this.#sessions.get(sessionId) ?? null;
  }

  /** Whether the actor has a seat, live or held, that they took by that time, in ms since the epoch. */
  isFromBefore(roomId: RoomId, actor: ParticipantId, time: number): boolean {
    const seat = this.#rooms.get(roomId)?.seats.get(actor);
    return seat !== undefined && seat.participant.joinedAt <= time;
  }

  /** Whether somebody has a seat in a room, and everybody took theirs by that time. */
  isAllFromBefore(roomId: RoomId, time: number): boolean {
    const seats = [...(this.#rooms.get(roomId)?.seats.values() ?? [])];
    return seats.length > 0 && seats.every(({ participant }) => participant.joinedAt <= time);
  }

  /** What is kept for seats whose clients have not shown that they have it. */
  get keptBytes(): number {
    return [...this.#seats.values()].reduce((sum, { outbox }) => sum + outbox.keptBytes, 0);
  }

  /** Whether this socket holds the actor's seat. */
  isSeated(roomId: RoomId, actor: ParticipantId, connection: ConnectionId): boolean {
    return this.#rooms.get(roomId)?.seats.get(actor)?.connection === connection;
  }

  /**
   * The one inbox of a room. A room comes to be by its first join; one where nobody is can be ended too.
   *
   * @returns what was done
   */
  dispatch(roomId: RoomId, event: RoomEvent): readonly Effect[] {
    const before = this.#rooms.get(roomId);
    if (!before && event.type !== "join" && event.type !== "finish") return [];
    const { room, effects } = step(before ?? emptyRoom(roomId, this.#options.maxSeats), event);
    this.#rooms.set(roomId, room);
    if (room.seats.size === 0) this.#rooms.delete(roomId);
    for (const effect of effects) this.#perform(roomId, effect);
    return effects;
  }

  #perform(roomId: RoomId, effect: Effect): void {
    switch (effect.type) {
      case "send": {
        if (effect.to.length === 0) return;
        this.#count(effect.message, effect.to.length);
        const frame = new Frame(effect.message);
        for (const seat of effect.to) this.#seats.get(seat)?.outbox.send(frame);
        return;
      }
      case "show": {
        if (effect.to.length === 0) return;
        const { plain } = new Frame(effect.message);
        for (const seat of effect.to) this.#seats.get(seat)?.outbox.show(plain);
        return;
      }
      case "tell":
        this.#count(effect.message, 1);
        return this.#members.get(effect.connection)?.send(new Frame(effect.message).plain);
      case "close":
        for (const id of effect.connections) this.#members.get(id)?.close(effect.reason);
        return;
      case "seat":
        return this.#open(roomId, effect);
      case "reseat":
        return this.#reopen(effect);
      case "hold":
        return this.#hold(roomId, effect);
      case "free":
        for (const seat of effect.seats) this.#free(seat);
        return;
      case "ended":
        return this.#options.onEnded(effect.meeting);
      default:
        return assertNever(effect);
    }
  }

  #count(message: ServerMessage, times: number): void {
    if (message.type === "error") this.#options.metrics.error(message.code, times);
  }

  #open(
    roomId: RoomId,
    { seat, actor, connection, sessionId }: Extract<Effect, { readonly type: "seat" }>,
  ): void {
    const member = this.#members.get(connection);
    if (!member) return;
    const outbox = new Outbox(member, sessionId !== null);
    this.#seats.set(seat, { outbox, sessionId, timer: undefined });
    if (sessionId !== null) this.#sessions.set(sessionId, { roomId, actor, outbox });
    member.seated(outbox);
  }

  #reopen({
    seat,
    connection,
    lastSeq,
    secret,
  }: Extract<Effect, { readonly type: "reseat" }>): void {
    const open = this.#seats.get(seat);
    const member = this.#members.get(connection);
    if (!open || !member) return;
    clearTimeout(open.timer);
    const { lastSeq: newest } = open.outbox;
    member.send(new Frame({ type: "resumed", lastSeq: newest, secret }).plain);
    open.outbox.attach(member, lastSeq);
    member.seated(open.outbox);
  }

  #hold(
    roomId: RoomId,
    { seat, actor, windowMs }: Extract<Effect, { readonly type: "hold" }>,
  ): void {
    const open = this.#seats.get(seat);
    if (!open) return;
    open.outbox.detach();
    open.timer = setTimeout(
      () => this.dispatch(roomId, { type: "expire", from: actor, seat }),
      windowMs,
    );
  }

  #free(seat: SeatId): void {
    const open = this.#seats.get(seat);
    if (!open) return;
    clearTimeout(open.timer);
    open.outbox.detach();
    this.#seats.delete(seat);
    if (open.sessionId !== null) this.#sessions.delete(open.sessionId);
  }
}
