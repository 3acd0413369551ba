import type { InstanceId, RoomId } from "@lectern/protocol/ids";
import type { ClientMessage, ServerMessage } from "@lectern/protocol/messages";
import type { OptionalType } from "@lectern/protocol/optional-types";
import type { Platform } from "./platform.ts";
import type { Received } from "./received.ts";
import { isHeld, leaveSocket, type Session, step } from "./session.ts";
import { type Opening, SignalingSocket } from "./signaling-socket.ts";
import type { Ticket } from "./ticket-office.ts";

/** What is said in the room, and to oneself. */
export type RoomMessage = Exclude<ServerMessage, { readonly type: "resumed" | "pong" }>;

export interface OwnSeatHandlers {
  /** Each message comes once and in its turn. */
  message(message: RoomMessage): void;
  /** The seat is one's own again, and all that was missed has been told. */
  resumed(): void;
  /** The socket broke or could not be opened; attempt number `attempt` follows by itself. */
  waiting(attempt: number): void;
  /** The server did not answer over the socket that there was. */
  unanswered(): void;
  /** There is no way back: the close reason of the contract or the application's word, and a sentence. */
  stopped(code: string, message: string): void;
}

export interface OwnSeatOptions {
  readonly roomId: RoomId;
  readonly instance: InstanceId;
  readonly accepts: readonly OptionalType[];
  readonly fetchTicket: () => Promise<Ticket>;
  readonly handlers: OwnSeatHandlers;
  readonly platform: Pick<Platform, "WebSocket" | "random" | "now">;
}

/** One's own seat in the room: taken with a token, and taken up again when the socket has broken. */
export class OwnSeat {
  readonly #options: OwnSeatOptions;
  readonly #socket: SignalingSocket;
  #session: Session | null = null;
  /** The address at which the seat was taken. */
  #url = "";
  /** Whether the seat is one's own over the socket that there is, with nothing missing. */
  #isTaken = false;

  constructor(options: OwnSeatOptions) {
    this.#options = options;
    const { handlers, platform } = options;
    this.#socket = new SignalingSocket({
      platform,
      prepare: () => this.#prepare(),
      handlers: {
        message: (message) => this.#receive(message),
        waiting: (attempt) => this.#wait(attempt),
        unanswered: () => handlers.unanswered(),
        stopped: (code, message) => handlers.stopped(code, message),
      },
    });
  }

  /** Whether it is one's own at the moment, so that something can be said from it. */
  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** Starts the first attempt to take the seat. */
  open(): void {
    this.#socket.open();
  }

  /** Sends a message, if the seat is taken; says whether it was. */
  send(message: ClientMessage): boolean {
    return this.#isTaken && this.#socket.send(message);
  }

  /** Makes sure of the socket, and comes back at once if there is none. */
  check(): void {
    this.#socket.check();
  }

  /** Comes back at once over a network that is there, where another had gone. */
  renew(): void {
    this.#socket.renew();
  }

  /** Gives the seat up for good; may be called twice. */
  leave(): void {
    // Also on a socket that is not let in yet: the seat that it asks for is not to be held.
    this.#socket.send({ type: "leave" });
    this.close();
  }

  /** Ends it without a word; may be called twice. */
  close(): void {
    this.#isTaken = false;
    this.#socket.close();
  }

  async #prepare(): Promise<Opening> {
    const { roomId, instance, accepts, fetchTicket, platform } = this.#options;
    if (this.#session && isHeld(this.#session, platform.now())) {
      const { id: sessionId, secret, lastSeq } = this.#session;
      return { url: this.#url, greeting: { type: "resume", roomId, sessionId, secret, lastSeq } };
    }
    this.#session = null;
    const { url, token } = await fetchTicket();
    this.#url = url;
    const greeting = { type: "join", roomId, token, resumable: true, instance, accepts } as const;
    return { url, greeting };
  }

  #receive(message: Received): void {
    const { verdict, session } = step(this.#session, message);
    this.#session = session;
    switch (verdict) {
      case "pass-over":
        return;
      case "join-anew":
        return void this.#socket.greet();
      case "start-over":
        return this.#socket.retry();
      case "take":
        return this.#take(message);
      case "take-last":
        this.#take(message);
        this.#isTaken = true;
        return this.#options.handlers.resumed();
    }
  }

  #take(message: Received): void {
    if (message.type === "joined" || message.type === "resumed") this.#socket.settle();
    if (message.type === "joined") this.#isTaken = true;
    if (message.type === "unread" || message.type === "resumed" || message.type === "pong") return;
    this.#options.handlers.message(message);
  }

  #wait(attempt: number): void {
    this.#isTaken = false;
    this.#session &&= leaveSocket(this.#session, this.#options.platform.now());
    this.#options.handlers.waiting(attempt);
  }
}
