import { expect, test } from "vitest";
import { keepScreenOn } from "./wake-lock.ts";

test("the screen is kept on, and let go in the end", async () => {
  const screen = new FakeScreen();
  const letGo = keepScreenOn(screen);
  await settle();
  expect(screen.locks).toBe(1);
  letGo();
  await settle();
  expect(screen.locks).toBe(0);
});

test("a page that was hidden asks again when it is seen", async () => {
  const screen = new FakeScreen();
  const letGo = keepScreenOn(screen);
  await settle();
  screen.hide();
  await settle();
  expect(screen.locks).toBe(0);
  screen.show();
  await settle();
  expect(screen.locks).toBe(1);
  letGo();
  screen.show();
  await settle();
  expect(screen.locks).toBe(0);
});

test("a browser that refuses, or has no such thing, is left alone", async () => {
  const refusing = new FakeScreen();
  refusing.wakeLock.request = () => Promise.reject(new DOMException("low", "NotAllowedError"));
  for (const screen of [refusing, { ...new FakeScreen(), wakeLock: undefined }]) {
    const letGo = keepScreenOn(screen);
    letGo();
    await settle();
  }
});

/** Promises that are due run their course; one that is rejected unheard fails the test. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Lets go of what it was asked for whenever it is hidden. */
class FakeScreen {
  locks = 0;
  readonly document = Object.assign(new EventTarget(), {
    visibilityState: "visible" as DocumentVisibilityState,
  });
  readonly wakeLock: Pick<WakeLock, "request"> = {
    request: async () => {
      this.locks += 1;
      const release = async () => {
        this.locks -= 1;
      };
      return { release } as WakeLockSentinel;
    },
  };

  hide(): void {
    this.locks = 0;
    this.#become("hidden");
  }

  show(): void {
    this.#become("visible");
  }

  #become(state: DocumentVisibilityState): void {
    this.document.visibilityState = state;
    this.document.dispatchEvent(new Event("visibilitychange"));
  }
}
