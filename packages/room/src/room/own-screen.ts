import type { Conference } from "@lectern/client/conference";
import { signal } from "@preact/signals";

/** Phones have none: there nothing is offered (W3C Screen Capture). */
export const canShowScreen = "getDisplayMedia" in (navigator.mediaDevices ?? {});

/** What is lost when the upload does not do: sharpness of text, or smoothness of what moves. */
export type ScreenContent = "detail" | "motion";

/** One's own screen, while it is shown to the class. */
export class OwnScreen {
  readonly #conference: Pick<Conference, "showScreen">;
  /** `null` while nothing is shown. */
  readonly stream = signal<MediaStream | null>(null);
  readonly content = signal<ScreenContent>("detail");
  #isAsking = false;
  #isClosed = false;

  constructor(conference: Pick<Conference, "showScreen">) {
    this.#conference = conference;
  }

  /** Shows a screen that the person picks, or stops. */
  async switch(): Promise<void> {
    if (this.stream.value) return this.stop();
    if (this.#isAsking) return;
    this.#isAsking = true;
    const picked = await pickScreen();
    this.#isAsking = false;
    if (picked && this.#isClosed) return stopTracks(picked);
    if (picked) this.#show(picked);
  }

  /** Tells the browser what is more important in what is shown (W3C MediaStreamTrack Content Hints). */
  setContent(content: ScreenContent): void {
    this.content.value = content;
    for (const track of this.stream.value?.getVideoTracks() ?? []) track.contentHint = content;
  }

  /** May be called twice. */
  stop(): void {
    const { value } = this.stream;
    if (!value) return;
    stopTracks(value);
    this.stream.value = null;
    this.#conference.showScreen(null);
  }

  /** Stops for good; may be called twice. */
  close(): void {
    this.#isClosed = true;
    this.stop();
  }

  #show(picked: MediaStream): void {
    this.stream.value = picked;
    this.setContent("detail");
    // The bar of the browser has a button of its own that ends it.
    for (const track of picked.getVideoTracks()) {
      track.addEventListener("ended", () => {
        if (this.stream.value === picked) this.stop();
      });
    }
    this.#conference.showScreen(picked);
  }
}

/** With its sound as it is, where the browser gives it; `null` when the person picks none. */
async function pickScreen(): Promise<MediaStream | null> {
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  try {
    return await navigator.mediaDevices.getDisplayMedia({ video: true, audio });
  } catch {
    // Whoever closes the browser's question has decided, and whom the system refuses is told by it.
    return null;
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
