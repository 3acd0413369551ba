import { randomUUID } from "node:crypto";
import { parseClientMessage } from "@lectern/protocol/client-message";
import { type CloseReason, closeCodes, type ErrorCode } from "@lectern/protocol/codes";
import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import { limits } from "@lectern/protocol/limits";
import type { ClientMessage, ServerMessage, Signal } from "@lectern/protocol/messages";
import type { Refusal } from "@lectern/protocol/refusal";
import { assertNever } from "@lectern/protocol/result";
import type { VerifyToken } from "@lectern/token/verify";
import { admit } from "./admit.ts";
import type { EndedMeetings } from "./ended-meetings.ts";
import type { Log } from "./log.ts";
import type { ConnectionId } from "./room-types.ts";
import type { Rooms } from "./rooms.ts";

/** The socket as a connection sees it. */
export interface Wire {
  send(text: string): void;
  ping(): void;
  /** Closes with a code and a reason, and soon without the other side's answer. */
  close(code: number, reason: string): void;
}

/** What all connections of a server share. */
export interface ConnectionContext {
  readonly rooms: Rooms;
  readonly endedMeetings: EndedMeetings;
  readonly verifyToken: VerifyToken;
  readonly log: Log;
  /** One life of the server process. */
  readonly epoch: string;
  readonly joinTimeoutMs: number;
  /** ms since the epoch. */
  readonly now: () => number;
}

type State =
  | { readonly type: "waiting"; readonly timer: NodeJS.Timeout }
  | { readonly type: "joined"; readonly roomId: RoomId; readonly self: ParticipantId }
  | { readonly type: "closed" };

type JoinMessage = Extract<ClientMessage, { readonly type: "join" }>;
type RoomMessage = Exclude<ClientMessage, { readonly type: "join" | "resume" }>;

/** One participant's socket, from its opening to its close: waiting for a join, joined, closed. */
export class Connection {
  readonly id: ConnectionId;
  readonly #wire: Wire;
  readonly #context: ConnectionContext;
  #state: State;
  #malformed = 0;
  #lastSeenAt: number;

  constructor(id: ConnectionId, wire: Wire, context: ConnectionContext) {
    this.id = id;
    this.#wire = wire;
    this.#context = context;
    this.#lastSeenAt = context.now();
    const timer = setTimeout(() => {
      this.#refuse("join-timeout", `No join came within ${context.joinTimeoutMs} ms`);
    }, context.joinTimeoutMs);
    this.#state = { type: "waiting", timer };
  }

  /** Handles one text frame. A fault of ours costs its sender an `internal` and nobody anything else. */
  receive(text: string): void {
    if (this.#state.type === "closed") return;
    try {
      this.seen();
      const message = parseClientMessage(text);
      if (message.ok) this.#handle(message.value);
      else this.refuseFrame(message.error);
    } catch (error) {
      this.#context.log("error", "internal", { connection: this.id, error: describe(error) });
      this.#error("internal", "Message could not be handled; the fault is the server's");
    }
  }

  /** Answers a frame that is no message; the tenth closes the socket. */
  refuseFrame({ code, message, ref }: Refusal): void {
    this.#error(code, message, ref);
    this.#malformed += 1;
    if (this.#malformed < limits.maxMalformedMessages) return;
    this.#refuse("bad-message", `${this.#malformed} malformed messages came over this socket`);
  }

  /** Notes that the other side gave a sign of life. */
  seen(): void {
    this.#lastSeenAt = this.#context.now();
  }

  /** Asks for a sign of life, or closes when none has come for too long. */
  beat(timeoutMs: number): void {
    const silentMs = this.#context.now() - this.#lastSeenAt;
    if (silentMs < timeoutMs) this.#wire.ping();
    else this.#refuse("heartbeat-timeout", `No answer to pings for ${silentMs} ms`);
  }

  send(text: string): void {
    if (this.#state.type !== "closed") this.#wire.send(text);
  }

  close(reason: CloseReason): void {
    if (this.#state.type === "closed") return;
    const { id: connection } = this;
    this.#context.log("info", "closed", { connection, code: closeCodes[reason], reason });
    this.closed();
    this.#wire.close(closeCodes[reason], reason);
  }

  /** The socket is gone: whoever sat here leaves the room. */
  closed(): void {
    const state = this.#state;
    this.#state = { type: "closed" };
    this.#context.rooms.remove(this);
    if (state.type === "waiting") clearTimeout(state.timer);
    if (state.type !== "joined") return;
    const sender = { from: state.self, connection: this.id };
    this.#context.rooms.dispatch(state.roomId, { type: "disconnect", ...sender });
    this.#context.log("info", "left", {
      room: state.roomId,
      actor: state.self,
      connection: this.id,
    });
  }

  #handle(message: ClientMessage): void {
    const state = this.#state;
    if (message.type === "join" || message.type === "resume") {
      if (state.type !== "waiting") {
        this.#error("already-joined", "This socket has joined a room already", message.ref);
      } else if (message.type === "join") this.#join(message, state.timer);
      else this.#error("resume-failed", "Seat is not held any more: join anew", message.ref);
    } else if (state.type === "joined") this.#act(message, state);
    else this.#error("join-required", `Send join before ${message.type}`, message.ref);
  }

  #join(message: JoinMessage, timer: NodeJS.Timeout): void {
    const { rooms, log, epoch } = this.#context;
    const admission = admit(message, this.#context);
    if (!admission.ok) {
      const { code, message: text, reason } = admission.error;
      log("info", "refused", { room: message.roomId, connection: this.id, code, reason });
      return this.#refuse(code, text, message.ref);
    }
    clearTimeout(timer);
    const participant = admission.value;
    this.#state = { type: "joined", roomId: message.roomId, self: participant.id };
    log("info", "joined", { room: message.roomId, actor: participant.id, connection: this.id });
    rooms.dispatch(message.roomId, { type: "join", connection: this.id, participant, epoch });
  }

  #act(message: RoomMessage, { roomId, self }: Extract<State, { readonly type: "joined" }>): void {
    const { rooms, now } = this.#context;
    const { ref } = message;
    const sender = { from: self, connection: this.id, ...(ref !== undefined && { ref }) };
    switch (message.type) {
      case "offer":
      case "answer":
      case "ice-candidate":
        return rooms.dispatch(roomId, {
          type: "signal",
          ...sender,
          to: message.to,
          signal: signalOf(message),
        });
      case "chat":
        return rooms.dispatch(roomId, {
          type: "chat",
          ...sender,
          message: message.message,
          id: randomUUID(),
          sentAt: now(),
        });
      case "meeting-ended":
        return rooms.dispatch(roomId, { type: "end", ...sender, endedAt: now() });
      case "leave":
        return rooms.dispatch(roomId, { type: "leave", ...sender });
      default:
        return assertNever(message);
    }
  }

  #refuse(reason: Exclude<CloseReason, "bye">, text: string, ref?: string): void {
    this.#error(reason, text, ref);
    this.close(reason);
  }

  #error(code: ErrorCode, message: string, ref?: string): void {
    const error: ServerMessage = {
      type: "error",
      code,
      message,
      ...(ref !== undefined && { ref }),
    };
    this.send(JSON.stringify(error));
  }
}

function signalOf(message: Extract<RoomMessage, { readonly to: unknown }>): Signal {
  switch (message.type) {
    case "offer":
      return { type: "offer", payload: message.payload };
    case "answer":
      return { type: "answer", payload: message.payload };
    case "ice-candidate":
      return { type: "ice-candidate", payload: message.payload };
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : "not an error";
}
