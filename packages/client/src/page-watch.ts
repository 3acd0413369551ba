import type { Platform } from "./platform.ts";

export interface PageWatchOptions {
  readonly platform: Pick<Platform, "page" | "network" | "now">;
  /** The network may be another, or the page has slept. */
  readonly onChanged: () => void;
  /** There was no network, and there is one. */
  readonly onBack: () => void;
  /** Somebody looks at the page again. */
  readonly onSeen: () => void;
  /** The page ends; one that is kept for "back" does not. */
  readonly onGone: () => void;
}

/** What comes within this time is one change. */
const burstMs = 100;
const tickMs = 1_000;
/**
 * How much later than it was due a tick tells of sleep. A page that has too much to do is
 * late by seconds, too; and the consent of a call outlives a shorter sleep (30 s, RFC 7675 §5.1).
 */
const sleepMs = 15_000;

/**
 * Hears when what the page knows of the network may be out of date.
 *
 * Not every browser tells of sleep, so a clock that has jumped tells of it, too.
 *
 * @see Page Lifecycle, #sec-api for `resume`; HTML, #event-pageshow; Network
 *   Information for `type`, which changes from Wi-Fi to mobile
 */
export class PageWatch {
  readonly #options: PageWatchOptions;
  readonly #events = new AbortController();
  readonly #ticks: ReturnType<typeof setInterval>;
  #burst: ReturnType<typeof setTimeout> | undefined;
  #lastTick: number;
  #networkType: string | undefined;
  #wasOffline = false;
  #isBack = false;

  constructor(options: PageWatchOptions) {
    this.#options = options;
    const { platform, onSeen, onGone } = options;
    this.#listen(platform.page, "offline", () => {
      this.#wasOffline = true;
    });
    this.#listen(platform.page, "online", () => {
      this.#isBack ||= this.#wasOffline;
      this.#wasOffline = false;
      this.#change();
    });
    this.#listen(platform.page, "resume", () => this.#change());
    this.#listen(platform.page, "pageshow", (event) => isOfCache(event) && this.#change());
    this.#listen(platform.page, "visibilitychange", onSeen);
    this.#listen(platform.page, "pagehide", (event) => isOfCache(event) || onGone());
    this.#networkType = platform.network?.type;
    if (platform.network) this.#listen(platform.network, "change", () => this.#compareNetwork());
    this.#lastTick = platform.now();
    this.#ticks = setInterval(() => this.#tick(), tickMs);
  }

  /** Hears nothing any more; may be called twice. */
  close(): void {
    this.#events.abort();
    clearInterval(this.#ticks);
    clearTimeout(this.#burst);
  }

  /** Some events are sent to the document, and pass the window on their way there only. */
  #listen(target: EventTarget, type: string, hear: (event: Event) => void): void {
    target.addEventListener(type, hear, { capture: true, signal: this.#events.signal });
  }

  /** Also the estimates of the speed change, which is of no account. */
  #compareNetwork(): void {
    const type = this.#options.platform.network?.type;
    if (type === this.#networkType) return;
    this.#networkType = type;
    this.#change();
  }

  #tick(): void {
    const now = this.#options.platform.now();
    const isLate = now - this.#lastTick > tickMs + sleepMs;
    this.#lastTick = now;
    if (isLate) this.#change();
  }

  #change(): void {
    clearTimeout(this.#burst);
    this.#burst = setTimeout(() => {
      const { onBack, onChanged } = this.#options;
      const isBack = this.#isBack;
      this.#isBack = false;
      if (isBack) onBack();
      else onChanged();
    }, burstMs);
  }
}

/** Whether the page is left to come back as it was, or does so. */
function isOfCache(event: Event): boolean {
  return "persisted" in event && event.persisted === true;
}
