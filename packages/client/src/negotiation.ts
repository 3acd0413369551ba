import type { IceCandidate, SessionDescription, Signal } from "@lectern/protocol/messages";
import { sessionIdOf } from "./sdp.ts";
import { addSignal, toRepeat } from "./signal-log.ts";

export interface NegotiationOptions {
  readonly connection: RTCPeerConnection;
  /** Whether this end makes the first offer; it is then the impolite one. */
  readonly isInitiator: boolean;
  /** Says whether there was a socket to send it over. */
  readonly send: (signal: Signal) => boolean;
  /** Puts the local tracks into an offer that has arrived, before it is answered. */
  readonly fillPlaces: () => Promise<void>;
  /** A description could not be applied. */
  readonly onError: (error: unknown) => void;
}

/**
 * Offers, answers and candidates of one peer connection.
 *
 * Steps run one after the other. Candidates are kept until the remote description
 * is set and then applied in order. When offers cross, the initiator's stands.
 *
 * @see W3C WebRTC, #perfect-negotiation-example
 */
export class Negotiation {
  readonly #options: NegotiationOptions;
  readonly #waiting: (IceCandidate | null)[] = [];
  /** What was said since the call was up, if it was. */
  #said: readonly Signal[] = [];
  #isInitiator: boolean;
  #remoteSession: string | null = null;
  /** Counts the seats that the other participant has had; an answer belongs to the seat its offer came from. */
  #seat = 0;
  #isClosed = false;
  #steps: Promise<void> = Promise.resolve();

  constructor(options: NegotiationOptions) {
    this.#options = options;
    this.#isInitiator = options.isInitiator;
  }

  /** Whether an offer is of another peer connection than the one that was talked to until now. */
  isOfAnother(offer: string): boolean {
    return this.#remoteSession !== null && this.#remoteSession !== sessionIdOf(offer);
  }

  offer(): void {
    this.#run(async () => {
      await this.#options.connection.setLocalDescription();
      this.#sendDescription();
    });
  }

  /** Looks for another way through the network, if that is this end's part. */
  restart(): void {
    if (!this.#isInitiator) return;
    this.#options.connection.restartIce();
    this.offer();
  }

  /** Takes what the other participant sent; what does not fit the moment is dropped. */
  receive(signal: Signal): void {
    const seat = this.#seat;
    switch (signal.type) {
      case "offer":
        this.#remoteSession = sessionIdOf(signal.payload.sdp);
        return this.#run(() => this.#answer(signal.payload, seat));
      case "answer":
        return this.#run(() => this.#accept(signal.payload));
      case "ice-candidate":
        return this.#run(() => this.#addCandidate(signal.payload));
    }
  }

  /** Tells the other end of a way to this one; `null` is the end of them. */
  tellCandidate(payload: IceCandidate | null): void {
    this.#say({ type: "ice-candidate", payload });
  }

  /** The call is up: what was said so far has been heard, or is not needed. */
  settle(): void {
    this.#said = [];
  }

  /**
   * Says again what may have been lost with a socket, now that there is another.
   *
   * What came in before is taken first: it may hold the answer.
   */
  repeat(): void {
    const said = this.#said;
    this.#run(async () => {
      if (this.#isClosed || this.#said[0] !== said[0]) return;
      const { connection, send } = this.#options;
      for (const signal of toRepeat(said, connection.signalingState)) send(signal);
    });
  }

  /** The participants sit anew, and the call goes on: it may be the other one's part to offer now. */
  reseat(isInitiator: boolean): void {
    this.#isInitiator = isInitiator;
    this.#seat += 1;
    this.#said = [];
  }

  /** Says nothing any more; may be called twice. */
  close(): void {
    this.#isClosed = true;
  }

  async #answer(offer: SessionDescription<"offer">, seat: number): Promise<void> {
    const { connection, fillPlaces } = this.#options;
    if (connection.signalingState !== "stable" && this.#isInitiator) return;
    await connection.setRemoteDescription(offer);
    await fillPlaces();
    await this.#flushCandidates();
    await connection.setLocalDescription();
    if (seat === this.#seat) this.#sendDescription();
  }

  async #accept(answer: SessionDescription<"answer">): Promise<void> {
    const { connection } = this.#options;
    if (connection.signalingState !== "have-local-offer") return;
    await connection.setRemoteDescription(answer);
    this.#remoteSession = sessionIdOf(answer.sdp);
    await this.#flushCandidates();
  }

  async #flushCandidates(): Promise<void> {
    for (const candidate of this.#waiting.splice(0)) await this.#addCandidate(candidate);
  }

  /** A candidate of an offer that was passed over, or one that says nothing, is no loss: the others count. */
  async #addCandidate(candidate: IceCandidate | null): Promise<void> {
    const { connection } = this.#options;
    if (connection.remoteDescription === null) this.#waiting.push(candidate);
    else await connection.addIceCandidate(candidate).catch(() => {});
  }

  #sendDescription(): void {
    const description = this.#options.connection.localDescription;
    if (!description || this.#isClosed) return;
    const { type, sdp } = description;
    if (type === "offer") this.#say({ type, payload: { type, sdp } });
    if (type === "answer") this.#say({ type, payload: { type, sdp } });
  }

  #say(signal: Signal): void {
    const { connection, send } = this.#options;
    const isSent = send(signal);
    // One way more to a call that is up is nothing to be kept.
    const isExtra = signal.type === "ice-candidate" && connection.connectionState === "connected";
    if (!isSent || !isExtra) this.#said = addSignal(this.#said, signal);
  }

  /** What cannot be applied must not stop the steps that follow. */
  #run(negotiate: () => Promise<void>): void {
    this.#steps = this.#steps.then(negotiate).catch((error: unknown) => {
      if (!this.#isClosed) this.#options.onError(error);
    });
  }
}
