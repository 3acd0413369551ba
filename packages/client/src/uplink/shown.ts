import type { ParticipantId } from "@lectern/protocol/ids";
import type { Size } from "./size.ts";
import type { Views } from "./views.ts";

/** At which size oneself shows what the others send. */
export class Shown {
  readonly #views = new Map<ParticipantId, Views>();

  of(id: ParticipantId): Views {
    return this.#views.get(id) ?? {};
  }

  /** @returns what the other is to be told; `null` when it is as it was */
  set(id: ParticipantId, kind: keyof Views, size: Size | null): Views | null {
    const before = this.of(id);
    const views = { ...before, [kind]: size };
    if (JSON.stringify(before) === JSON.stringify(views)) return null;
    this.#views.set(id, views);
    return views;
  }
}
