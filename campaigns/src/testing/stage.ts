import { parseParticipantId, parseRoomId, roleOf } from "@lectern/protocol/ids";
import type { ClientMessage, Participant, ServerMessage } from "@lectern/protocol/messages";
import { checkHistory } from "../history/check-history.ts";
import type { ClientHistory, FaultSpan, Recorded, ViolationKind } from "../history/recorded.ts";

const stepMs = 10;

/** A history written by hand, in the order in which things happen; each takes 10 ms. */
export class Stage {
  readonly #actors: Actor[] = [];
  readonly #faults: FaultSpan[] = [];
  #now = 1_000;
  epoch = "epoch-1";

  actor(id: string, { room = "conference-1", isResumable = true } = {}): Actor {
    const actor = new Actor(this, { id, room, isResumable });
    this.#actors.push(actor);
    return actor;
  }

  tick(ms: number = stepMs): number {
    this.#now += ms;
    return this.#now;
  }

  /** A fault of everybody's, or of one client's. */
  fault(ms: number, actor: Actor | null = null): void {
    const from = this.#now;
    this.#faults.push({ kind: "stop", from, to: this.tick(ms), client: actor?.history ?? null });
  }

  /** What the checker finds, 10 s after the last thing that happened. */
  violations(): readonly ViolationKind[] {
    const clients = this.#actors.map(({ history }) => history);
    const endedAt = this.#now + 10_000;
    const found = checkHistory({ clients, faults: this.#faults, endedAt });
    return [...new Set(found.map(({ kind }) => kind))].sort();
  }
}

interface ActorOptions {
  readonly id: string;
  readonly room: string;
  readonly isResumable: boolean;
}

/** One client of a stage; what it hears is numbered when it is resumable. */
export class Actor {
  readonly history: ClientHistory & { readonly events: Recorded[] };
  readonly #stage: Stage;
  readonly #self: Omit<Participant, "joinedAt">;
  #isSeated = false;
  #joinedAt = 0;
  #seq = 0;

  constructor(stage: Stage, { id, room, isResumable }: ActorOptions) {
    const [actor, roomId] = [parseParticipantId(id), parseRoomId(room)];
    if (!actor || !roomId) throw new TypeError(`Cannot act as ${id} in ${room}`);
    this.#stage = stage;
    this.#self = { id: actor, role: roleOf(actor), name: id };
    this.history = { actor, room: roomId, isResumable, events: [] };
  }

  get participant(): Participant {
    return { ...this.#self, joinedAt: this.#joinedAt };
  }

  get isSeated(): boolean {
    return this.#isSeated;
  }

  opens(): this {
    this.history.events.push({ at: this.#stage.tick(), type: "opened" });
    return this;
  }

  /** Sends a join and is let in, where these others are. */
  joins(...others: readonly Actor[]): this {
    const { room: roomId } = this.history;
    this.sends({ type: "join", roomId, token: "t" });
    this.#seq = 0;
    this.#isSeated = true;
    this.#joinedAt = this.#stage.tick();
    const participants = others.map(({ participant }) => participant);
    const joined = { roomId, self: this.participant, participants, serverTime: this.#joinedAt };
    return this.gets({
      type: "joined",
      ...joined,
      epoch: this.#stage.epoch,
      resumeWindowMs: 30_000,
    });
  }

  sees(other: Actor): this {
    return this.gets({ type: "peer-joined", peer: other.participant });
  }

  loses({ history }: Actor): this {
    return this.gets({ type: "peer-left", peerId: history.actor, reason: "connection-lost" });
  }

  says(message: string, ref?: string): this {
    return this.sends({ type: "chat", message, ...(ref !== undefined && { ref }) });
  }

  hears(
    { history }: Actor,
    message: string,
    more: { readonly ref?: string; readonly seq?: number } = {},
  ): this {
    const { actor } = history;
    return this.gets({
      type: "chat",
      id: "i",
      from: actor,
      name: "n",
      message,
      sentAt: 0,
      ...more,
    });
  }

  offers({ history }: Actor, sdp: string, ref?: string): this {
    const payload = { type: "offer", sdp } as const;
    return this.sends({
      type: "offer",
      to: history.actor,
      payload,
      ...(ref !== undefined && { ref }),
    });
  }

  isOffered({ history }: Actor, sdp: string): this {
    return this.gets({ type: "offer", from: history.actor, payload: { type: "offer", sdp } });
  }

  breaks(code = 1006): this {
    this.#isSeated = false;
    this.history.events.push({ at: this.#stage.tick(), type: "closed", code });
    return this;
  }

  /** Opens a socket and sends a resume; no answer has come yet. */
  asksToResume(): this {
    const { room: roomId } = this.history;
    const seat = { sessionId: "s", secret: "x", lastSeq: this.#seq };
    return this.opens().sends({ type: "resume", roomId, ...seat });
  }

  resumes(): this {
    this.asksToResume();
    this.#isSeated = true;
    return this.isTold({ type: "resumed", lastSeq: this.#seq, secret: "y" });
  }

  failsToResume(): this {
    return this.asksToResume().isTold({ type: "error", code: "resume-failed", message: "m" });
  }

  sends(message: ClientMessage): this {
    this.history.events.push({ at: this.#stage.tick(), type: "sent", message });
    return this;
  }

  /** Receives what is for its seat. */
  gets(message: ServerMessage & { readonly seq?: number }): this {
    this.#seq += 1;
    return this.isTold({ ...(this.history.isResumable && { seq: this.#seq }), ...message });
  }

  /** Receives what is for its socket and has no number. */
  isTold(message: ServerMessage & { readonly seq?: number }): this {
    this.history.events.push({ at: this.#stage.tick(), type: "received", message });
    return this;
  }
}
