import type { IceCandidate, SessionDescription, Signal } from "@lectern/protocol/messages";
import { withoutMidExtension } from "./mid-extension.ts";
import { newNegotiationPrefix } from "./negotiation-id.ts";
import type { Negotiation, NegotiationEffect, NegotiationEvent } from "./negotiation-types.ts";
import { withOpus } from "./opus.ts";
import { beginNegotiation, isOfAnother, step } from "./step.ts";

export interface NegotiatorOptions {
  readonly connection: RTCPeerConnection;
  /** Whether this end makes the first offer; it is then the impolite one. */
  readonly isInitiator: boolean;
  /** Whether the browser sorts packets well by the `m=` section that their headers name. */
  readonly sortsByMid: boolean;
  readonly send: (signal: Signal) => void;
  /** Puts the local tracks into an offer that has arrived, before it is answered. */
  readonly fillPlaces: () => Promise<void>;
  /** Both ends have the same descriptions now. */
  readonly onAgreed: () => void;
  /** The two cannot come to terms over this peer connection. */
  readonly onGivenUp: (error: unknown) => void;
}

/** Does to one peer connection what its negotiation decides, and tells it what came of that. */
export class Negotiator {
  readonly #options: NegotiatorOptions;
  #state: Negotiation;

  constructor(options: NegotiatorOptions) {
    const { connection, isInitiator } = options;
    this.#options = options;
    this.#state = beginNegotiation(isInitiator, newNegotiationPrefix());
    connection.onnegotiationneeded = () => this.#take({ type: "needed" });
    connection.onicecandidate = ({ candidate }) =>
      this.#take({ type: "found", candidate: candidate && payloadOf(candidate) });
  }

  /** Whether an offer is of another peer connection than the one that was talked to until now. */
  isOfAnother(offer: string): boolean {
    return isOfAnother(this.#state, offer);
  }

  /** Takes what the other participant sent; what does not fit the moment is dropped. */
  receive(signal: Signal): void {
    this.#take({ type: "received", signal });
  }

  /**
   * Looks for another way through the network, if that is this end's part.
   *
   * @param configuration what is to be another from now on
   */
  restart(configuration: RTCConfiguration | null = null): void {
    this.#take({ type: "restart", configuration });
  }

  /** Says again what may have been lost with a socket, now that there is another. */
  repeat(): void {
    this.#take({ type: "repeat" });
  }

  /** The participants sit anew, and the call goes on: it may be the other one's part to offer now. */
  reseat(isInitiator: boolean): void {
    this.#take({ type: "reseat", isInitiator });
  }

  /** The call is up. */
  settle(): void {
    this.#take({ type: "connected" });
  }

  /** Says nothing any more; may be called twice. */
  close(): void {
    this.#take({ type: "close" });
  }

  #take(event: NegotiationEvent): void {
    const { state, effects } = step(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: NegotiationEffect): void {
    const { connection, send, onAgreed, onGivenUp } = this.#options;
    switch (effect.type) {
      case "set-local":
        return this.#report(this.#setLocal());
      case "set-remote":
        return this.#report(this.#setRemote(effect.description));
      case "roll-back":
        return this.#report(this.#rollBack());
      case "add-candidate":
        // One of an offer that was passed over, or one that says nothing, is no loss: the others count.
        return void connection.addIceCandidate(effect.candidate).catch(() => {});
      case "restart-ice":
        return this.#restartIce(effect.configuration);
      case "send":
        return send(effect.signal);
      case "agree":
        return onAgreed();
      case "give-up":
        return onGivenUp(effect.error);
    }
  }

  async #setLocal(): Promise<NegotiationEvent> {
    const { connection } = this.#options;
    await connection.setLocalDescription();
    return { type: "local-set", sdp: connection.localDescription?.sdp ?? "" };
  }

  async #setRemote(
    description: SessionDescription<"offer"> | SessionDescription<"answer">,
  ): Promise<NegotiationEvent> {
    const { connection, fillPlaces, sortsByMid } = this.#options;
    const tuned = withOpus(description.sdp);
    const sdp = sortsByMid ? tuned : withoutMidExtension(tuned);
    await connection.setRemoteDescription({ ...description, sdp });
    if (description.type === "offer") await fillPlaces();
    return { type: "remote-set" };
  }

  /** Each end takes back what it has set itself (RFC 9429 §4.1.10.2). */
  async #rollBack(): Promise<NegotiationEvent> {
    const { connection } = this.#options;
    if (connection.signalingState === "have-remote-offer") {
      await connection.setRemoteDescription({ type: "rollback" });
    } else await connection.setLocalDescription({ type: "rollback" });
    return { type: "rolled-back" };
  }

  #restartIce(configuration: RTCConfiguration | null): void {
    const { connection } = this.#options;
    if (configuration) {
      connection.setConfiguration({ ...connection.getConfiguration(), ...configuration });
    }
    connection.restartIce();
  }

  #report(done: Promise<NegotiationEvent>): void {
    const { connection } = this.#options;
    done.then(
      (event) => this.#take(event),
      (error: unknown) => {
        this.#take({ type: "failed", error, isStable: connection.signalingState === "stable" });
      },
    );
  }
}

function payloadOf(candidate: RTCIceCandidate): IceCandidate {
  const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
  return { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment };
}
