import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import type { Signal } from "@lectern/protocol/messages";
import { type ClientSocket, openSocket } from "../client/socket.ts";
import { mint } from "../support/mint.ts";

export interface BystanderOptions {
  readonly url: string;
  readonly actor: ParticipantId;
  readonly room: RoomId;
  /** How long a message was on its way to this one. */
  readonly onLatency: (ms: number) => void;
  /** What should not befall who does nothing wrong, in a sentence. */
  readonly onHarm: (text: string) => void;
}

/** A good client that stays: it talks within the limits, and times what the others say. */
export class Bystander {
  readonly actor: ParticipantId;
  readonly joined: Promise<void>;
  readonly #options: BystanderOptions;
  readonly #socket: ClientSocket;
  readonly #seated = Promise.withResolvers<void>();

  constructor(options: BystanderOptions) {
    const { url, actor, room, onHarm } = options;
    this.#options = options;
    this.actor = actor;
    this.joined = this.#seated.promise;
    this.#socket = openSocket(url, {
      opened: () => {
        const join = { type: "join", roomId: room, token: mint(actor, room), resumable: true };
        this.#socket.send(JSON.stringify(join));
      },
      text: (text) => this.#received(text),
      closed: (code) => {
        onHarm(`${actor} in ${room} was closed with ${code}`);
        this.#seated.reject(new Error(`${actor} was not let in: ${code}`));
      },
    });
    // Whoever waits for the seat hears of it.
    this.joined.catch(() => {});
  }

  /** Says a line to the class. */
  chat(): void {
    this.#socket.send(JSON.stringify({ type: "chat", message: stamp() }));
  }

  signal(to: ParticipantId): void {
    const candidate = `candidate:${stamp()} 1 udp 1 192.0.2.1 5000 typ host`;
    const signal: Signal = { type: "ice-candidate", payload: { candidate } };
    this.#socket.send(JSON.stringify({ ...signal, to }));
  }

  close(): void {
    this.#socket.close();
  }

  #received(text: string): void {
    const sentAtUs = readStamp(text);
    if (sentAtUs !== null) return this.#options.onLatency(performance.now() - sentAtUs / 1_000);
    const { actor, onHarm } = this.#options;
    const message: { readonly type: string } = JSON.parse(text);
    if (message.type === "joined") this.#seated.resolve();
    if (message.type === "error") onHarm(`${actor} was told ${text}`);
  }
}

/** When a message was sent, in µs of this process's clock, in letters and digits alone (RFC 8839 §5.1). */
function stamp(): string {
  return `sent${Math.round(performance.now() * 1_000)}`;
}

function readStamp(text: string): number | null {
  const [, digits] = /[:"]sent(\d+)/.exec(text) ?? [];
  return digits === undefined ? null : Number(digits);
}
