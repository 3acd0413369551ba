import { mayComeBack, subprotocol } from "@lectern/protocol/codes";
import type { ClientMessage, ServerMessage } from "@lectern/protocol/messages";
import { parseServerMessage } from "@lectern/protocol/server-message";
import { backOffMs } from "./backoff.ts";
import { AccessRefused } from "./errors.ts";

/** What it takes to join: fetched anew for every attempt. */
export interface Ticket {
  readonly url: string;
  readonly token: string;
}

export interface SignalingHandlers {
  /** The socket is open: time to send the join. */
  open(ticket: Ticket): void;
  message(message: ServerMessage): void;
  /** The socket broke or could not be opened; attempt number `attempt` follows by itself. */
  waiting(attempt: number): void;
  /** There is no way back: the close reason of the contract or the application's word, and a sentence. */
  stopped(code: string, message: string): void;
}

export interface SignalingSocketOptions {
  readonly fetchTicket: () => Promise<Ticket>;
  readonly handlers: SignalingHandlers;
  readonly WebSocket: typeof WebSocket;
  readonly random: () => number;
}

/** How long an attempt may take to open its socket. */
const openTimeoutMs = 10_000;

/** The socket to the signaling server, which comes back by itself until it is closed or told to stop. */
export class SignalingSocket {
  readonly #options: SignalingSocketOptions;
  readonly #onOnline = () => this.#hurry();
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #isClosed = false;

  constructor(options: SignalingSocketOptions) {
    this.#options = options;
    globalThis.addEventListener?.("online", this.#onOnline);
    void this.#open();
  }

  /** Sends a message, if the socket is open; says whether it was. */
  send(message: ClientMessage): boolean {
    if (this.#socket?.readyState !== this.#options.WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** To be called when the server has let us in: the next break starts with a short wait again. */
  settle(): void {
    this.#attempt = 0;
  }

  /** Ends it for good; may be called twice. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    globalThis.removeEventListener?.("online", this.#onOnline);
    this.#socket?.close();
  }

  async #open(): Promise<void> {
    const ticket = await this.#fetchTicket();
    if (!ticket || this.#isClosed) return;
    const { handlers, WebSocket } = this.#options;
    const socket = new WebSocket(ticket.url, subprotocol);
    this.#socket = socket;
    let lastError = "";
    const opening = setTimeout(() => socket.close(), openTimeoutMs);
    socket.onopen = () => {
      clearTimeout(opening);
      handlers.open(ticket);
    };
    socket.onmessage = ({ data }) => {
      const message = parseServerMessage(String(data));
      if (!message.ok) return;
      if (message.value.type === "error") lastError = message.value.message;
      handlers.message(message.value);
    };
    socket.onclose = ({ code, reason }) => {
      clearTimeout(opening);
      if (this.#isClosed || this.#socket !== socket) return;
      if (mayComeBack(code)) this.#wait();
      else this.#stop(reason, lastError);
    };
  }

  async #fetchTicket(): Promise<Ticket | null> {
    try {
      return await this.#options.fetchTicket();
    } catch (error) {
      if (this.#isClosed) return null;
      if (error instanceof AccessRefused) this.#stop(error.reason, error.message);
      else this.#wait();
      return null;
    }
  }

  #wait(): void {
    this.#socket = null;
    const { handlers, random } = this.#options;
    this.#timer = setTimeout(() => this.#tryAgain(), backOffMs(this.#attempt, random()));
    this.#attempt += 1;
    handlers.waiting(this.#attempt);
  }

  /** The network is said to be back: waits no longer. */
  #hurry(): void {
    if (this.#timer !== undefined) this.#tryAgain();
  }

  #tryAgain(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#open();
  }

  #stop(code: string, message: string): void {
    this.close();
    this.#options.handlers.stopped(code, message);
  }
}
