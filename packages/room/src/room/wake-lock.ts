/**
 * Keeps the screen on, where the browser can, until it is told to stop.
 *
 * The browser lets go whenever the page is hidden, and refuses when the battery is
 * low; then the screen does as it is set to.
 *
 * @returns a function that lets the screen go off again
 * @see Screen Wake Lock, #handling-document-loss-of-visibility
 */
export function keepScreenOn(): () => void {
  if (!("wakeLock" in navigator)) return () => {};
  let lock: Promise<WakeLockSentinel | null> = Promise.resolve(null);
  const ask = () => {
    if (document.visibilityState !== "visible") return;
    lock = navigator.wakeLock.request("screen").catch(() => null);
  };
  ask();
  document.addEventListener("visibilitychange", ask);
  return () => {
    document.removeEventListener("visibilitychange", ask);
    void lock.then((held) => held?.release());
  };
}
