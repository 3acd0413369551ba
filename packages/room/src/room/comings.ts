import type { ConferenceEvents } from "@lectern/client/state";

/** How long nothing is said of somebody who was lost: their page may be loaded anew. */
const returnMs = 5_000;

/** Says who comes and goes, but nothing of those who are back in a moment. */
export class Comings {
  readonly #say: (text: string) => void;
  readonly #lost = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  came({ id, name }: ConferenceEvents["participant-joined"]): void {
    const isBack = this.#lost.has(id);
    this.#forget(id);
    if (!isBack) this.#say(`${name} came in`);
  }

  went({ participant: { id, name }, reason }: ConferenceEvents["participant-left"]): void {
    const say = () => {
      this.#forget(id);
      this.#say(`${name} left`);
    };
    if (reason === "connection-lost") this.#lost.set(id, setTimeout(say, returnMs));
    else say();
  }

  /** Says nothing any more; may be called twice. */
  close(): void {
    for (const id of [...this.#lost.keys()]) this.#forget(id);
  }

  #forget(id: string): void {
    clearTimeout(this.#lost.get(id));
    this.#lost.delete(id);
  }
}
