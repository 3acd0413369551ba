import type { Browser, BrowserContext, Page } from "playwright-core";
import type { ApiUser } from "./api.ts";
import {
  type InboundMedia,
  receivedBy,
  type Scriptable,
  watchPeerConnections,
  windowOf,
} from "./browser.ts";
import { type Lectern, until } from "./lectern.ts";
import { recordFrames, type WireFrame } from "./wire.ts";

/** One person in the room, in a window of their own. */
export interface Person {
  readonly name: string;
  readonly page: Page;
  readonly window: BrowserContext;
}

export interface EnterOptions {
  readonly lectern: Lectern;
  readonly browser: Browser;
  readonly conferenceId: string;
  readonly frames: WireFrame[];
  /** What is done to the page before it is opened. */
  readonly setUp?: (page: Page) => Promise<void>;
  /** What is done in the preview before the way in is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Opens the room page, goes through the preview and waits to be in. */
export async function enterRoom(
  name: string,
  user: ApiUser,
  { lectern, browser, conferenceId, frames, setUp, prepare }: EnterOptions,
): Promise<Person> {
  const window = await windowOf(browser, lectern.url, user);
  const page = await window.newPage();
  await watchPeerConnections(page);
  recordFrames(page, name, frames);
  await setUp?.(page);
  await page.goto(`${lectern.url}/conferences/${conferenceId}/room`);
  await prepare?.(page);
  // A device that opens slowly would be left behind by "Join to watch and write".
  await page.getByRole("button", { name: /^Join( without camera)?$/ }).click();
  await tileOf(page, name).waitFor();
  return { name, page, window };
}

/** The tile that shows somebody. */
export function tileOf(page: Page, name: string) {
  return page.locator("[data-participant]").filter({ hasText: name });
}

/** How many people a page shows, oneself included. */
export function tileCount(page: Page): Promise<number> {
  return page.locator("[data-participant]").count();
}

/** Shows the chat, where it does not show already. */
export async function openChat(page: Page): Promise<void> {
  const box = page.getByRole("textbox", { name: /message/i });
  if (!(await box.isVisible())) await page.getByRole("button", { name: /chat/i }).first().click();
  await box.waitFor();
}

type Listener = { readonly name: string; readonly page: Scriptable };
type Counter = "framesDecoded" | "audioBytes";

/** Waits until every page decodes growing video and gets growing sound from all the others. */
export async function waitForMesh(people: readonly Listener[], timeoutMs = 60_000): Promise<void> {
  const others = people.length - 1;
  await waitForGrowth(people, { counters: ["framesDecoded", "audioBytes"], others, timeoutMs });
}

/** Waits until one page sees and hears so many others. */
export async function waitToSee(
  person: Listener,
  others: number,
  timeoutMs: number,
): Promise<void> {
  await waitForGrowth([person], { counters: ["framesDecoded", "audioBytes"], others, timeoutMs });
}

/** Waits until every page gets growing sound from all the others, be they seen or not. */
export async function waitForSound(people: readonly Listener[], timeoutMs = 20_000): Promise<void> {
  await waitForGrowth(people, { counters: ["audioBytes"], others: people.length - 1, timeoutMs });
}

interface Growth {
  readonly counters: readonly Counter[];
  /** From how many, at least, each gets it. */
  readonly others: number;
  /** For all of them together. */
  readonly timeoutMs: number;
}

async function waitForGrowth(
  people: readonly Listener[],
  { counters, others, timeoutMs }: Growth,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (const { name, page } of people) {
    const before = new Map<number, InboundMedia>();
    const grows = async () => {
      const now = await receivedBy(page);
      const growing = now.filter((media) => {
        const then = before.get(media.connection);
        return then && counters.every((counter) => media[counter] > then[counter]);
      });
      for (const one of now) if (!before.has(one.connection)) before.set(one.connection, one);
      return growing.length >= others;
    };
    await until(grows, {
      timeoutMs: Math.max(1, deadline - performance.now()),
      everyMs: 250,
      what: () =>
        `more ${counters.join(" and ")} of all at ${name}, where at first there was ${JSON.stringify([...before.values()])}`,
    });
  }
}
