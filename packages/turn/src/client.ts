import { randomBytes } from "node:crypto";
import { fail, ok, type Result } from "@lectern/protocol/result";
import type { Address, Attributes } from "./attributes.ts";
import type { TurnCredentials } from "./credentials.ts";
import type { TurnFailure } from "./failure.ts";
import { isChannelData } from "./frames.ts";
import { encodeMessage, longTermKey, type Method, parseMessage } from "./message.ts";
import { openTransport, type Transport, type TurnServer } from "./transport.ts";

export interface TurnClientOptions {
  /** Takes what a peer sent through the relay. */
  readonly onData?: (from: Address, data: Buffer) => void;
  /** How long a connection, or an answer, may take; 5000 by default. */
  readonly timeoutMs?: number;
}

export interface AllocateOptions {
  /** Of the relayed address; the server chooses by default. */
  readonly family?: "ipv4" | "ipv6";
  /** What the relay speaks to peers; `tcp` is RFC 6062. */
  readonly transport?: "udp" | "tcp";
}

type Answer = Result<Attributes, TurnFailure>;

/** The first wait for an answer over UDP, in ms; the next ones are twice as long each (RFC 8489 §6.2.1). */
const firstWaitMs = 500;
const firstChannel = 0x4000;

/** A client of one STUN or TURN server, with one allocation at most (RFC 8489, RFC 8656). */
export class TurnClient {
  readonly #transport: Transport;
  readonly #onData: (from: Address, data: Buffer) => void;
  readonly #timeoutMs: number;
  /** Who waits for an answer, by transaction id in hex. */
  readonly #waiting = new Map<string, (answer: Answer) => void>();
  readonly #channels = new Map<number, Address>();
  #credentials: TurnCredentials | null = null;
  /** What the server asked to see again: realm and nonce. */
  #challenge: Attributes = {};
  #isAllocated = false;
  #closing: Promise<void> | null = null;

  static async open(
    server: TurnServer,
    { onData = () => {}, timeoutMs = 5_000 }: TurnClientOptions = {},
  ): Promise<Result<TurnClient, TurnFailure>> {
    const transport = await openTransport(server, timeoutMs);
    return transport.ok ? ok(new TurnClient(transport.value, { onData, timeoutMs })) : transport;
  }

  private constructor(transport: Transport, { onData, timeoutMs }: Required<TurnClientOptions>) {
    this.#transport = transport;
    this.#onData = onData;
    this.#timeoutMs = timeoutMs;
    transport.listen({
      onMessage: (bytes) => this.#receive(bytes),
      onBroken: (failure) => {
        for (const answer of this.#waiting.values()) answer(fail(failure));
      },
    });
  }

  /** Asks by which address the server sees this client. */
  async bind(): Promise<Result<Address, TurnFailure>> {
    return addressOf(await this.#ask("binding", {}), "xorMappedAddress");
  }

  /** Asks for a relayed address, which it gives. */
  async allocate(
    credentials: TurnCredentials,
    { family, transport = "udp" }: AllocateOptions = {},
  ): Promise<Result<Address, TurnFailure>> {
    this.#credentials = credentials;
    const answer = await this.#askAuthorized("allocate", {
      requestedTransport: transport === "udp" ? 17 : 6,
      ...(family && { requestedAddressFamily: family === "ipv4" ? 1 : 2 }),
    });
    this.#isAllocated ||= answer.ok;
    return addressOf(answer, "xorRelayedAddress");
  }

  /** Lets a peer's address, from any port, send through the relay, and be sent to (RFC 8656 §9). */
  permit(peer: Address): Promise<Answer> {
    return this.#askAuthorized("createPermission", { xorPeerAddress: peer });
  }

  /** The other way to a peer, with shorter frames (RFC 8656 §12). */
  bindChannel(peer: Address): Promise<Answer> {
    const channelNumber = firstChannel + this.#channels.size;
    this.#channels.set(channelNumber, peer);
    return this.#askAuthorized("channelBind", { channelNumber, xorPeerAddress: peer });
  }

  /** Sends to a peer; the server drops it without a word where the peer is not permitted. */
  send(peer: Address, data: Buffer): void {
    const attributes = { xorPeerAddress: peer, data };
    const transactionId = randomBytes(12);
    this.#transport.send(
      encodeMessage({ method: "send", class: "indication", transactionId, attributes }),
    );
  }

  /** Gives the allocation back, and closes. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#isAllocated) await this.#askAuthorized("refresh", { lifetimeSeconds: 0 });
    this.#transport.close();
  }

  /** The first request learns realm and nonce, and so does one with a nonce that is too old (RFC 8489 §9.2.4). */
  async #askAuthorized(method: Method, attributes: Attributes): Promise<Answer> {
    const nonce = this.#challenge.nonce;
    const answer = await this.#ask(method, attributes);
    const isChallenged = !answer.ok && this.#challenge.nonce !== nonce;
    return isChallenged ? this.#ask(method, attributes) : answer;
  }

  #ask(method: Method, attributes: Attributes): Promise<Answer> {
    const transactionId = randomBytes(12);
    const { key, ...authorization } = this.#authorize();
    const message = {
      method,
      class: "request",
      transactionId,
      attributes: { ...attributes, ...authorization },
    } as const;
    return this.#transact(encodeMessage(message, key), transactionId.toString("hex"));
  }

  #authorize() {
    const { realm, nonce } = this.#challenge;
    if (!this.#credentials || realm === undefined || nonce === undefined) return { key: null };
    const { username, credential } = this.#credentials;
    return { username, realm, nonce, key: longTermKey(username, realm, credential) };
  }

  #transact(request: Buffer, id: string): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#waiting.set(id, resolve);
    const stop = this.#transport.isLossy ? this.#sendRepeatedly(request) : this.#sendOnce(request);
    const timer = setTimeout(() => resolve(fail({ type: "no-answer" })), this.#timeoutMs);
    return promise.finally(() => {
      stop();
      clearTimeout(timer);
      this.#waiting.delete(id);
    });
  }

  #sendOnce(request: Buffer): () => void {
    this.#transport.send(request);
    return () => {};
  }

  #sendRepeatedly(request: Buffer, waitMs = firstWaitMs): () => void {
    let stopNext = () => clearTimeout(timer);
    const timer = setTimeout(() => {
      stopNext = this.#sendRepeatedly(request, waitMs * 2);
    }, waitMs);
    this.#transport.send(request);
    return () => stopNext();
  }

  #receive(bytes: Buffer): void {
    if (isChannelData(bytes)) return this.#receiveChannelData(bytes);
    const message = parseMessage(bytes);
    if (!message) return;
    const { attributes, transactionId } = message;
    if (message.method === "data") {
      const { xorPeerAddress, data } = attributes;
      if (xorPeerAddress && data) this.#onData(xorPeerAddress, data);
      return;
    }
    const { realm, nonce, errorCode } = attributes;
    if (realm !== undefined && nonce !== undefined) this.#challenge = { realm, nonce };
    const answer: Answer = errorCode ? fail({ type: "refused", ...errorCode }) : ok(attributes);
    this.#waiting.get(transactionId.toString("hex"))?.(answer);
  }

  #receiveChannelData(bytes: Buffer): void {
    const from = this.#channels.get(bytes.readUInt16BE());
    const length = bytes.readUInt16BE(2);
    if (from) this.#onData(from, bytes.subarray(4, 4 + length));
  }
}

function addressOf(
  answer: Answer,
  name: "xorMappedAddress" | "xorRelayedAddress",
): Result<Address, TurnFailure> {
  if (!answer.ok) return answer;
  const address = answer.value[name];
  return address ? ok(address) : fail({ type: "refused", code: 0, reason: `No ${name}` });
}
