import { readChannelText } from "./channel-text.ts";
import { parseSending, type Sending } from "./link/sending.ts";
import { parseViews, type Views } from "./uplink/views.ts";

/** What somebody says of their own microphone and camera. It is a mark for people, and enforces nothing. */
export interface Marks {
  readonly microphone: boolean;
  readonly camera: boolean;
}

export interface MarksHandlers {
  readonly marks: (marks: Marks) => void;
  readonly sending: (sending: Sending) => void;
  readonly views: (views: Views) => void;
  /** Whether the other, if it is a teacher, lets students show their screens. */
  readonly screens: (areAllowed: boolean) => void;
}

/**
 * The channel of a pair on which both ends tell their marks, what they send, at
 * which size they show what they get, and whether screens may be shown.
 *
 * It is agreed on beforehand and opens with the call, so it costs no negotiation
 * of its own; a plain client has none and tells nothing.
 */
export class MarksChannel {
  readonly #channel: RTCDataChannel;
  #own: Marks;
  #sending: Sending | null = null;
  #views: Views = {};
  #screens: boolean | null = null;

  constructor(connection: RTCPeerConnection, own: Marks, handlers: MarksHandlers) {
    this.#own = own;
    this.#channel = connection.createDataChannel("lectern", { negotiated: true, id: 0 });
    this.#channel.onopen = () => {
      this.tell(this.#own);
      if (this.#sending) this.tellSending(this.#sending);
      if (Object.keys(this.#views).length > 0) this.tellViews(this.#views);
      if (this.#screens !== null) this.tellScreens(this.#screens);
    };
    this.#channel.onmessage = ({ data }) => {
      const marks = parseMarks(data);
      if (marks) handlers.marks(marks);
      const sending = parseSending(data);
      if (sending) handlers.sending(sending);
      const views = parseViews(data);
      if (views) handlers.views(views);
      const { screens } = readChannelText(data) ?? {};
      if (typeof screens === "boolean") handlers.screens(screens);
    };
  }

  tell(own: Marks): void {
    this.#own = own;
    if (this.#channel.readyState !== "open") return;
    const { microphone, camera } = own;
    this.#channel.send(JSON.stringify({ microphone, camera }));
  }

  tellSending(sending: Sending): void {
    this.#sending = sending;
    if (this.#channel.readyState === "open") this.#channel.send(JSON.stringify(sending));
  }

  tellViews(views: Views): void {
    this.#views = views;
    if (this.#channel.readyState === "open") this.#channel.send(JSON.stringify({ views }));
  }

  tellScreens(areAllowed: boolean): void {
    this.#screens = areAllowed;
    if (this.#channel.readyState !== "open") return;
    this.#channel.send(JSON.stringify({ screens: areAllowed }));
  }
}

/** Reads what came over the channel; `null` when it is no marks. */
export function parseMarks(data: unknown): Marks | null {
  const { microphone, camera } = readChannelText(data) ?? {};
  return typeof microphone === "boolean" && typeof camera === "boolean"
    ? { microphone, camera }
    : null;
}
