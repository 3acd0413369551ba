import { parseClientMessage } from "@lectern/protocol/client-message";
import { type CloseReason, closeCodes, type ErrorCode, mayComeBack } from "@lectern/protocol/codes";
import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import { limits } from "@lectern/protocol/limits";
import type { ClientMessage } from "@lectern/protocol/messages";
import type { Refusal } from "@lectern/protocol/refusal";
import type { ActorLimits } from "./actor-limits.ts";
import { Dawdling, maxUnfinishedMs, maxUnsentBytes, type Standing } from "./dawdling.ts";
import { type EntranceContext, joinRoom, resumeSeat, type Visitor } from "./entrance.ts";
import { Frame } from "./frame.ts";
import { MessageLimits, type MessageRates } from "./message-limits.ts";
import type { Metrics } from "./metrics.ts";
import type { Outbox } from "./outbox.ts";
import { type RoomMessage, roomEventOf } from "./room-event-of.ts";
import type { ConnectionId, ErrorMessage } from "./room-types.ts";
import type { WaitingRoom } from "./waiting-room.ts";

/** The socket as a connection sees it. */
export interface Wire extends Standing {
  /** @param frame a whole frame of RFC 6455 */
  send(frame: Buffer): void;
  /** @param payload comes back with the answer (RFC 6455 §5.5.3) */
  ping(payload: string): void;
  /** Answers a ping with its own payload. */
  pong(payload: Buffer): void;
  /** Closes with a code and a reason, and soon without the other side's answer. */
  close(code: number, reason: string): void;
}

/** What all connections of a server share. */
export interface ConnectionContext extends EntranceContext {
  readonly actorLimits: ActorLimits;
  readonly waitingRoom: WaitingRoom;
  readonly rates: MessageRates;
  readonly metrics: Pick<Metrics, "join" | "resume" | "relayed" | "error" | "closed">;
  readonly joinTimeoutMs: number;
}

/** Where a socket comes from. */
export interface Origin {
  readonly id: ConnectionId;
  /** As far as limits go. */
  readonly address: string;
}

type State =
  | { readonly type: "waiting"; readonly timer: NodeJS.Timeout }
  | { readonly type: "joined"; readonly roomId: RoomId; readonly self: ParticipantId }
  | { readonly type: "closed" };

type Joined = Extract<State, { readonly type: "joined" }>;

/** One participant's socket, from its opening to its close: waiting for a join, joined, closed. */
export class Connection {
  readonly id: ConnectionId;
  readonly #address: string;
  readonly #wire: Wire;
  readonly #context: ConnectionContext;
  #state: State;
  /** Its own until it has joined, then those of its actor. */
  #limits: MessageLimits;
  #outbox: Outbox | null = null;
  #malformed = 0;
  #lastSeenAt: number;
  readonly #dawdling = new Dawdling();

  constructor({ id, address }: Origin, wire: Wire, context: ConnectionContext) {
    this.id = id;
    this.#address = address;
    this.#wire = wire;
    this.#context = context;
    this.#limits = new MessageLimits(context.rates);
    this.#lastSeenAt = context.ticks();
    const timer = setTimeout(() => {
      this.#refuse("join-timeout", `No join came within ${context.joinTimeoutMs} ms`);
    }, context.joinTimeoutMs);
    this.#state = { type: "waiting", timer };
    context.waitingRoom.enter(address, this);
  }

  /** Handles one text frame. */
  receive(text: string): void {
    if (this.#state.type === "closed") return;
    this.#dawdling.messageCame();
    const startedAt = this.#context.ticks();
    this.#lastSeenAt = startedAt;
    const message = parseClientMessage(text);
    if (!message.ok) return this.refuseFrame(message.error);
    if (this.#mayPass(message.value, startedAt)) this.#handle(message.value, startedAt);
  }

  /** What came could not be handled, by a fault of ours. */
  failed(error: unknown): void {
    this.#context.log("error", "internal", { connection: this.id, error });
    this.#error("internal", "Message could not be handled; the fault is the server's");
  }

  /** Answers a frame that is no message; the tenth closes the socket. */
  refuseFrame({ code, message, ref }: Refusal): void {
    this.#error(code, message, ref);
    this.#countMalformed();
  }

  /** The other side broke RFC 6455, and is closed for it. */
  erred(): void {
    this.#context.slowLane.note(this.#address);
  }

  #countMalformed(): void {
    this.#malformed += 1;
    if (this.#malformed < limits.maxMalformedMessages) return;
    this.#context.slowLane.note(this.#address);
    this.#refuse("bad-message", `${this.#malformed} malformed messages came over this socket`);
  }

  /** Notes that the other side gave a sign of life. */
  seen(): void {
    this.#lastSeenAt = this.#context.ticks();
  }

  /** Answers a ping, within reason (D6). */
  pinged(payload: Buffer): void {
    this.seen();
    const verdict = this.#limits.judge("ping", this.#context.ticks());
    if (verdict.type === "pass") this.#wire.pong(payload);
    if (verdict.type === "close") this.#endFlood(verdict.retryAfterMs);
  }

  /** An answer to a ping: what was sent before that ping has arrived. */
  answered(payload: string): void {
    this.seen();
    const seq = Number(payload);
    // A socket that has lost its seat to another has no say in what that one has.
    if (this.#state.type === "joined" && Number.isInteger(seq) && payload !== "") {
      this.#outbox?.acknowledge(seq);
    }
  }

  /** Asks for a sign of life, or closes when none has come for too long. */
  beat(timeoutMs: number): void {
    const silentMs = this.#context.ticks() - this.#lastSeenAt;
    if (silentMs < timeoutMs && this.#outbox) this.#outbox.probe();
    else if (silentMs < timeoutMs) this.#wire.ping("");
    else this.#refuse("heartbeat-timeout", `No answer to pings for ${Math.round(silentMs)} ms`);
  }

  /** Closes who leaves too much unread, or a message unfinished, for too long; to be called every second. */
  watch(): void {
    const found = this.#dawdling.look(this.#wire, this.#context.ticks());
    if (found === "slow") this.close("slow-consumer");
    if (found !== "unfinished") return;
    this.#refuse("heartbeat-timeout", `A message was not finished in ${maxUnfinishedMs} ms`);
  }

  get isJoined(): boolean {
    return this.#state.type === "joined";
  }

  get unsentBytes(): number {
    return this.#wire.unsentBytes;
  }

  send(frame: Buffer): void {
    if (this.#state.type === "closed") return;
    this.#wire.send(frame);
    if (this.#wire.unsentBytes > maxUnsentBytes) this.close("slow-consumer");
  }

  probe(seq: number): void {
    this.#wire.ping(String(seq));
  }

  seated(outbox: Outbox): void {
    this.#outbox = outbox;
  }

  close(reason: CloseReason): void {
    if (this.#state.type === "closed") return;
    const { id: connection } = this;
    this.#context.log("info", "closed", { connection, code: closeCodes[reason], reason });
    this.closed(closeCodes[reason]);
    this.#wire.close(closeCodes[reason], reason);
  }

  /** The socket is gone: whoever sat here leaves the room, or has their seat held. */
  closed(code: number): void {
    const state = this.#state;
    if (state.type === "closed") return;
    this.#context.metrics.closed(code);
    this.#state = { type: "closed" };
    this.#context.rooms.remove(this);
    if (state.type === "waiting") this.#waitNoMore(state.timer);
    if (state.type !== "joined") return;
    const { roomId: room, self: actor } = state;
    const isBroken = mayComeBack(code) && !cleanCodes.has(code);
    const { rooms, log } = this.#context;
    const sender = { from: actor, connection: this.id };
    const effects = rooms.dispatch(room, { type: "disconnect", ...sender, isBroken });
    const event = effects.some(({ type }) => type === "hold") ? "held" : "left";
    log("info", event, { room, actor, connection: this.id });
  }

  /** Holds a message to the limits of its seat: what is over them is refused and goes no further. */
  #mayPass({ type, ref }: ClientMessage, now: number): boolean {
    const verdict = this.#limits.judge(type, now);
    if (verdict.type === "pass") return true;
    const { retryAfterMs } = verdict;
    if (verdict.type === "close") {
      this.#endFlood(retryAfterMs, ref);
      return false;
    }
    const message = `Too many messages of the type ${type}: wait ${retryAfterMs} ms`;
    const error = { type: "error", code: "rate-limited", message, retryAfterMs } as const;
    this.#tell({ ...error, ...(ref !== undefined && { ref }) });
    return false;
  }

  /** Closes a socket that floods, and keeps its participant out for a time. */
  #endFlood(retryAfterMs: number, ref?: string): void {
    const { joinGate, slowLane, ticks } = this.#context;
    const state = this.#state;
    if (state.type === "joined") joinGate.bar(state.roomId, state.self, ticks() + retryAfterMs);
    if (retryAfterMs > 0) slowLane.note(this.#address);
    const message = "Too many messages went on coming: come back later";
    const error = { type: "error", code: "rate-limited", message, retryAfterMs } as const;
    this.#tell({ ...error, ...(ref !== undefined && { ref }) });
    this.close("rate-limited");
  }

  #handle(message: ClientMessage, startedAt: number): void {
    const state = this.#state;
    if (message.type === "join" || message.type === "resume") {
      if (state.type !== "waiting") {
        this.#error("already-joined", "This socket has joined a room already", message.ref);
      } else if (message.type === "join") {
        joinRoom(message, this.#visitor(state.timer), this.#context);
      } else resumeSeat(message, this.#visitor(state.timer), this.#context);
    } else if (state.type !== "joined") {
      this.#error("join-required", `Send join before ${message.type}`, message.ref);
    } else if (message.type === "ping") this.#pong(message.ref);
    else this.#act(message, state, startedAt);
  }

  #pong(ref?: string): void {
    this.send(new Frame({ type: "pong", ...(ref !== undefined && { ref }) }).plain);
  }

  /** Itself, as the entrance knows it. */
  #visitor(timer: NodeJS.Timeout): Visitor {
    return {
      id: this.id,
      address: this.#address,
      tell: (error) => this.#tell(error),
      close: (reason) => this.close(reason),
      miss: () => this.#countMalformed(),
      enter: (roomId, self) => {
        this.#waitNoMore(timer);
        this.#state = { type: "joined", roomId, self };
        this.#limits = this.#context.actorLimits.of(roomId, self);
      },
    };
  }

  #waitNoMore(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#context.waitingRoom.leave(this.#address, this);
  }

  #act(message: RoomMessage, { roomId, self }: Joined, startedAt: number): void {
    const { rooms, metrics, now, ticks } = this.#context;
    const sender = { from: self, connection: this.id };
    const effects = rooms.dispatch(roomId, roomEventOf(message, sender, now()));
    if (message.type === "meeting-ended" || message.type === "leave") return;
    const isRelayed = effects.some(
      (effect) => "message" in effect && effect.message.type === message.type,
    );
    if (isRelayed) metrics.relayed(message.type, (ticks() - startedAt) / 1000);
  }

  #refuse(reason: Exclude<CloseReason, "bye">, text: string, ref?: string): void {
    this.#error(reason, text, ref);
    this.close(reason);
  }

  #error(code: ErrorCode, message: string, ref?: string): void {
    this.#tell({ type: "error", code, message, ...(ref !== undefined && { ref }) });
  }

  /** By way of the seat, if there is one, which counts what goes out to it. */
  #tell(error: ErrorMessage): void {
    const state = this.#state;
    if (state.type !== "joined") {
      this.#context.metrics.error(error.code, 1);
      return this.send(new Frame(error).plain);
    }
    const sender = { from: state.self, connection: this.id };
    this.#context.rooms.dispatch(state.roomId, { type: "refused", ...sender, error });
  }
}

/** Codes by which a client says that it goes: RFC 6455 §7.4.1 normal, going away, and none at all. */
const cleanCodes: ReadonlySet<number> = new Set([1000, 1001, 1005]);
