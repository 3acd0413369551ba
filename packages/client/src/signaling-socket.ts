import { closeCodes, mayComeBack, subprotocol } from "@lectern/protocol/codes";
import type { ClientMessage } from "@lectern/protocol/messages";
import { backOffMs } from "./backoff.ts";
import { closeReasonOf } from "./close-reason.ts";
import { AccessDelayed, AccessRefused } from "./errors.ts";
import type { Platform } from "./platform.ts";
import { type Received, readReceived } from "./received.ts";

/** How an attempt begins: where it leads to, and what is said first. */
export interface Opening {
  readonly url: string;
  readonly greeting: ClientMessage;
}

export interface SignalingHandlers {
  message(message: Received): void;
  /** The socket broke or could not be opened; attempt number `attempt` follows by itself. */
  waiting(attempt: number): void;
  /** The server did not answer over the socket that there was: another is on its way. */
  unanswered(): void;
  /** There is no way back: the close reason of the contract or the application's word, and a sentence. */
  stopped(code: string, message: string): void;
}

export interface SignalingSocketOptions {
  /** Is asked for every attempt. */
  readonly prepare: () => Promise<Opening>;
  readonly handlers: SignalingHandlers;
  readonly platform: Pick<Platform, "WebSocket" | "random" | "now">;
}

/** How long it may take to prepare an attempt, and to be let in over a socket that is open. */
const answerLimitMs = 15_000;
/** How long a socket may take to open, at first and when that was often too short. */
const openLimitMs = 4_000;
const slowOpenLimitMs = 8_000;
const slowAfterFailures = 4;
/**
 * How long the server may leave a `ping` without an answer. It is asked where the network is in
 * doubt, and another socket costs little: the seat goes on. What is lost once is sent anew within
 * this time (RFC 6298 §2.4: most systems wait for 200 ms and the way there and back).
 */
const silenceLimitMs = 600;

/** The socket to the signaling server, which comes back by itself until it is closed or told to stop. */
export class SignalingSocket {
  readonly #options: SignalingSocketOptions;
  #socket: WebSocket | null = null;
  /** Where the socket leads to. */
  #url = "";
  /** The attempt that is under way; what an earlier one still brings is passed over. */
  #attempt = 0;
  #failures = 0;
  #lastError = "";
  /** The server or the application asked not to be tried before, in ms since the epoch. */
  #notBefore = 0;
  /** Runs until one is let in. */
  #limit: ReturnType<typeof setTimeout> | undefined;
  #wait: ReturnType<typeof setTimeout> | undefined;
  /** Runs from a `ping` until something is heard. */
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SignalingSocketOptions) {
    this.#options = options;
  }

  /** Starts the first attempt. */
  open(): void {
    this.#try();
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
    this.#limit = undefined;
    this.#failures = 0;
  }

  /**
   * Makes sure of the socket when the network may be another: waits no longer if it
   * was not asked to, and gives up a socket over which no answer comes.
   *
   * A socket whose network has gone stays open for minutes as far as the browser tells.
   */
  check(): void {
    if (this.#wait !== undefined) return this.#hurry();
    if (this.#limit !== undefined || this.#silence !== undefined) return;
    if (!this.send({ type: "ping" })) return;
    this.#silence = setTimeout(() => {
      this.#retryAfter(0);
      this.#options.handlers.unanswered();
    }, silenceLimitMs);
  }

  /** Gives up a socket, or an attempt, that had begun on a network that has gone: nobody would say so for a while. */
  renew(): void {
    if (this.#wait !== undefined) return this.#hurry();
    // There is none before it is opened and after it was closed.
    if (this.#socket !== null || this.#limit !== undefined) this.#retryAfter(0);
  }

  /**
   * Begins the attempt, and again when what was said first has been refused: then
   * over the socket that is open.
   */
  async greet(): Promise<void> {
    const attempt = this.#attempt;
    try {
      const opening = await this.#options.prepare();
      if (attempt === this.#attempt) this.#enter(opening);
    } catch (error) {
      if (attempt !== this.#attempt) return;
      if (error instanceof AccessRefused) return this.#stop(error.reason, error.message);
      if (error instanceof AccessDelayed) this.#hold(error.retryAfterMs);
      this.retry();
    }
  }

  /** Gives the socket up for another, after a wait. */
  retry(): void {
    this.#retryAfter(backOffMs(this.#failures, this.#options.platform.random()));
  }

  /** Ends it for good; may be called twice. */
  close(): void {
    this.#abandon();
    clearTimeout(this.#wait);
    this.#wait = undefined;
  }

  #try(): void {
    this.#allow(answerLimitMs, () => this.retry());
    void this.greet();
  }

  #allow(limitMs: number, giveUp: () => void): void {
    clearTimeout(this.#limit);
    this.#limit = setTimeout(giveUp, limitMs);
  }

  #retryAfter(waitMs: number): void {
    // Without a code it would say that one has gone, where the server hears it at last.
    this.#abandon(closeCodes["heartbeat-timeout"]);
    const { handlers, platform } = this.#options;
    // Who is asked to wait for the same time must not come at the same time.
    const leastMs = Math.max(0, this.#notBefore - platform.now());
    this.#wait = setTimeout(() => this.#tryAgain(), leastMs + waitMs);
    this.#failures += 1;
    handlers.waiting(this.#failures);
  }

  #enter({ url, greeting }: Opening): void {
    if (url === this.#url && this.send(greeting)) return;
    this.#hangUp();
    const socket = this.#makeSocket(url);
    this.#socket = socket;
    this.#url = url;
    this.#lastError = "";
    this.#allow(this.#openLimitMs(), () => this.#tryAgainSoon());
    socket.onopen = () => {
      this.#allow(answerLimitMs, () => this.retry());
      this.send(greeting);
    };
    socket.onmessage = ({ data }) => this.#receive(readReceived(String(data)));
    socket.onclose = ({ code, reason }) => {
      if (mayComeBack(code)) return this.retry();
      const named = closeReasonOf(code, reason);
      this.#stop(named, this.#lastError || `The signaling server closed the socket: ${named}`);
    };
  }

  #openLimitMs(): number {
    return this.#failures < slowAfterFailures ? openLimitMs : slowOpenLimitMs;
  }

  /** Nobody was reached, so nobody is to be spared: the network may be back at any moment. */
  #tryAgainSoon(): void {
    this.#retryAfter(backOffMs(0, this.#options.platform.random()));
  }

  #receive(message: Received): void {
    clearTimeout(this.#silence);
    this.#silence = undefined;
    if (message.type === "error") {
      this.#lastError = message.message;
      this.#hold(message.retryAfterMs ?? 0);
    }
    this.#options.handlers.message(message);
  }

  #hold(forMs: number): void {
    this.#notBefore = Math.max(this.#notBefore, this.#options.platform.now() + forMs);
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

  /** The network is said to be back: waits no longer, if it was not asked to. */
  #hurry(): void {
    if (this.#wait !== undefined && this.#options.platform.now() >= this.#notBefore) {
      this.#tryAgain();
    }
  }

  #tryAgain(): void {
    clearTimeout(this.#wait);
    this.#wait = undefined;
    this.#try();
  }

  #stop(code: string, message: string): void {
    this.close();
    this.#options.handlers.stopped(code, message);
  }

  #abandon(code?: number): void {
    clearTimeout(this.#limit);
    this.#limit = undefined;
    clearTimeout(this.#silence);
    this.#silence = undefined;
    this.#attempt += 1;
    this.#hangUp(code);
  }

  #hangUp(code?: number): void {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close(code);
  }
}
