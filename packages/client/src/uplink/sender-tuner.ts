/** How a sound or a picture is sent from now on. */
export interface Encoding {
  readonly active: boolean;
  readonly priority: RTCPriorityType;
  readonly maxBitrate?: number;
  readonly maxFramerate?: number;
  readonly scaleResolutionDownBy?: number;
}

/** What gives way when there is too little: sharpness or smoothness. */
export type Degradation = "maintain-framerate" | "maintain-resolution" | "balanced";

/** Tells senders how to send, and only when that is another than before. */
export class SenderTuner {
  readonly #told = new WeakMap<RTCRtpSender, string>();

  /** A sender that cannot be told now, as it is not in a description yet, is told the next time. */
  async tune(
    sender: RTCRtpSender,
    encoding: Encoding,
    degradationPreference?: Degradation,
  ): Promise<void> {
    const words = JSON.stringify([encoding, degradationPreference]);
    if (this.#told.get(sender) === words) return;
    const parameters = sender.getParameters();
    const [first] = parameters.encodings;
    if (!first) return;
    this.#told.set(sender, words);
    // A browser passes over the members that it does not know: Firefox some, each its own.
    Object.assign(first, encoding, { networkPriority: encoding.priority });
    if (degradationPreference) Object.assign(parameters, { degradationPreference });
    try {
      await sender.setParameters(parameters);
    } catch {
      // What was got is void as soon as there is another description (W3C WebRTC, #dom-rtcrtpsender-setparameters).
      if (this.#told.get(sender) === words) this.#told.delete(sender);
    }
  }
}
