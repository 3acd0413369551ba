/** What somebody says of their own microphone and camera. It is a mark for people, and enforces nothing. */
export interface Marks {
  readonly microphone: boolean;
  readonly camera: boolean;
}

/**
 * The channel of a pair on which both ends tell their marks.
 *
 * It is agreed on beforehand and opens with the call, so it costs no negotiation
 * of its own; a plain client has none and tells nothing.
 */
export class MarksChannel {
  readonly #channel: RTCDataChannel;
  #own: Marks;

  constructor(connection: RTCPeerConnection, own: Marks, onTold: (marks: Marks) => void) {
    this.#own = own;
    this.#channel = connection.createDataChannel("lectern", { negotiated: true, id: 0 });
    this.#channel.onopen = () => this.tell(this.#own);
    this.#channel.onmessage = ({ data }) => {
      const marks = parseMarks(data);
      if (marks) onTold(marks);
    };
  }

  tell(own: Marks): void {
    this.#own = own;
    if (this.#channel.readyState !== "open") return;
    const { microphone, camera } = own;
    this.#channel.send(JSON.stringify({ microphone, camera }));
  }
}

/** Reads what came over the channel; `null` when it is no marks. */
export function parseMarks(data: unknown): Marks | null {
  if (typeof data !== "string" || data.length > 1024) return null;
  const value = parseJson(data);
  if (typeof value !== "object" || value === null) return null;
  const { microphone, camera }: { microphone?: unknown; camera?: unknown } = value;
  return typeof microphone === "boolean" && typeof camera === "boolean"
    ? { microphone, camera }
    : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
