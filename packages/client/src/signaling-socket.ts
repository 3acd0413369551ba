import { mayComeBack, subprotocol } from "@lectern/protocol/codes";
import type { ClientMessage, ServerMessage } from "@lectern/protocol/messages";
import { parseServerMessage } from "@lectern/protocol/server-message";
import { backOffMs } from "./backoff.ts";
import { closeReasonOf } from "./close-reason.ts";
import { AccessRefused } from "./errors.ts";
import type { Platform } from "./platform.ts";

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
  readonly platform: Pick<Platform, "WebSocket" | "page" | "random">;
}

/** How long an attempt may take from asking for a token to being let in. */
const attemptLimitMs = 15_000;

/** The socket to the signaling server, which comes back by itself until it is closed or told to stop. */
export class SignalingSocket {
  readonly #options: SignalingSocketOptions;
  readonly #onOnline = () => this.#hurry();
  #socket: WebSocket | null = null;
  /** The attempt that is under way; what an earlier one still brings is passed over. */
  #attempt = 0;
  #failures = 0;
  #lastError = "";
  #limit: ReturnType<typeof setTimeout> | undefined;
  #wait: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SignalingSocketOptions) {
    this.#options = options;
  }

  /** Starts the first attempt. */
  open(): void {
    this.#options.platform.page.addEventListener("online", this.#onOnline);
    void this.#try();
  }

  /** Sends a message, if the socket is open; says whether it was. */
  send(message: ClientMessage): boolean {
    if (this.#socket?.readyState !== this.#options.platform.WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** To be called when the server has let us in: the next break starts with a short wait again. */
  settle(): void {
    clearTimeout(this.#limit);
    this.#failures = 0;
  }

  /** Ends it for good; may be called twice. */
  close(): void {
    this.#abandon();
    clearTimeout(this.#wait);
    this.#wait = undefined;
    this.#options.platform.page.removeEventListener("online", this.#onOnline);
  }

  async #try(): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#limit = setTimeout(() => this.#retry(), attemptLimitMs);
    try {
      const ticket = await this.#options.fetchTicket();
      if (attempt === this.#attempt) this.#connect(ticket);
    } catch (error) {
      if (attempt !== this.#attempt) return;
      if (error instanceof AccessRefused) this.#stop(error.reason, error.message);
      else this.#retry();
    }
  }

  #connect(ticket: Ticket): void {
    const { handlers } = this.#options;
    const socket = this.#makeSocket(ticket.url);
    this.#socket = socket;
    this.#lastError = "";
    socket.onopen = () => handlers.open(ticket);
    socket.onmessage = ({ data }) => {
      const message = parseServerMessage(String(data));
      // What is not understood is of a later version.
      if (!message.ok) return;
      if (message.value.type === "error") this.#lastError = message.value.message;
      handlers.message(message.value);
    };
    socket.onclose = ({ code, reason }) => {
      if (mayComeBack(code)) return this.#retry();
      const named = closeReasonOf(code, reason);
      this.#stop(named, this.#lastError || `The signaling server closed the socket: ${named}`);
    };
  }

  /** An address that is none, or not allowed from this page, does not become one by trying again. */
  #makeSocket(url: string): WebSocket {
    try {
      return new this.#options.platform.WebSocket(url, subprotocol);
    } catch (cause) {
      const message = `Cannot open a socket to "${url}": ${String(cause)}`;
      throw new AccessRefused("address-refused", message, { cause });
    }
  }

  #retry(): void {
    this.#abandon();
    const { handlers, platform } = this.#options;
    this.#wait = setTimeout(() => this.#tryAgain(), backOffMs(this.#failures, platform.random()));
    this.#failures += 1;
    handlers.waiting(this.#failures);
  }

  /** The network is said to be back: waits no longer. */
  #hurry(): void {
    if (this.#wait !== undefined) this.#tryAgain();
  }

  #tryAgain(): void {
    clearTimeout(this.#wait);
    this.#wait = undefined;
    void this.#try();
  }

  #stop(code: string, message: string): void {
    this.close();
    this.#options.handlers.stopped(code, message);
  }

  #abandon(): void {
    clearTimeout(this.#limit);
    this.#attempt += 1;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }
}
