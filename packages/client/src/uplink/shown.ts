import type { ParticipantId } from "@lectern/protocol/ids";
import type { Size } from "./picture.ts";
import type { Views } from "./views.ts";

/** At which size oneself shows what the others send. */
export class Shown {
  readonly #views = new Map<ParticipantId, Views>();

  /** `null` when that was never said: then the other sends as if all were shown in full. */
  of(id: ParticipantId): Views | null {
    return this.#views.get(id) ?? null;
  }

  /** @returns what the other is to be told; `null` when it is as it was */
  set(id: ParticipantId, kind: keyof Views, size: Size | null): Views | null {
    const before = this.#views.get(id) ?? { camera: null, screen: null };
    const views = { ...before, [kind]: size };
    if (this.#views.has(id) && JSON.stringify(before) === JSON.stringify(views)) return null;
    this.#views.set(id, views);
    return views;
  }
}
