/** What is used of the browser; tests pass in stand-ins. */
export interface Screen {
  /** Few browsers have none. */
  readonly wakeLock: Pick<WakeLock, "request"> | undefined;
  readonly document: Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">;
}

/**
 * Keeps the screen on, where the browser can, until it is told to stop.
 *
 * The browser lets go whenever the page is hidden, and refuses when the battery is
 * low; then the screen does as it is set to.
 *
 * @returns a function that lets the screen go off again
 * @see Screen Wake Lock, #handling-document-loss-of-visibility
 */
export function keepScreenOn({ wakeLock, document }: Screen = browserScreen()): () => void {
  let lock: Promise<Pick<WakeLockSentinel, "release"> | null> = Promise.resolve(null);
  const ask = () => {
    if (!wakeLock || document.visibilityState !== "visible") return;
    lock = wakeLock.request("screen").catch(() => null);
  };
  ask();
  document.addEventListener("visibilitychange", ask);
  return () => {
    document.removeEventListener("visibilitychange", ask);
    void lock.then((held) => held?.release());
  };
}

function browserScreen(): Screen {
  const { wakeLock } = navigator as Partial<Pick<Navigator, "wakeLock">>;
  return { wakeLock, document };
}
