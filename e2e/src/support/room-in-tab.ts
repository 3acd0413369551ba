import type { Browser, Page } from "puppeteer-core";
import { keepPeerConnections, type Scriptable } from "./browser.ts";
import { until } from "./lectern.ts";
import { password } from "./school.ts";

/** One person in the room, in a tab that Puppeteer drives. */
export interface TabPerson {
  readonly name: string;
  readonly page: Scriptable;
  readonly tab: Page;
}

export interface TabEntry {
  readonly browser: Browser;
  /** Of Lectern. */
  readonly url: string;
  readonly conferenceId: string;
}

/** Signs in by the form, opens the room page, goes through the preview and waits to be in. */
export async function enterRoomInTab(
  name: string,
  username: string,
  { browser, url, conferenceId }: TabEntry,
): Promise<TabPerson> {
  const context = await browser.createBrowserContext();
  const tab = await context.newPage();
  await tab.evaluateOnNewDocument(keepPeerConnections);
  const path = `/conferences/${conferenceId}/room`;
  await tab.goto(`${url}/sign-in?next=${encodeURIComponent(path)}`);
  await type(tab, "input[autocomplete=username]", username);
  await type(tab, "input[type=password]", password);
  await tab.keyboard.press("Enter");
  await tab.waitForSelector(".preview button.primary");
  await until(() => join(tab), { what: () => "a preview with its devices", timeoutMs: 30_000 });
  await tab.waitForSelector("[data-participant]");
  return { name, tab, page: { evaluate: tab.evaluate.bind(tab) as Scriptable["evaluate"] } };
}

/** Presses the button itself: where it is changes when a device has opened. */
function join(tab: Page): Promise<boolean> {
  return tab.$$eval(".preview button.primary", (buttons) => {
    const button = buttons.find(({ textContent }) => /^Join( without camera)?$/.test(textContent));
    if (button instanceof HTMLElement) button.click();
    return button !== undefined;
  });
}

/** How many people a page shows, oneself included. */
export async function tilesIn(tab: Page): Promise<number> {
  return (await tab.$$("[data-participant]")).length;
}

/** Says a line in the chat. */
export async function sayIn(tab: Page, text: string): Promise<void> {
  if ((await tab.$("textarea")) === null) await tab.keyboard.press("c");
  await type(tab, "textarea", text);
  await tab.keyboard.press("Enter");
}

/** The lines that the chat shows. */
export function linesIn(tab: Page): Promise<readonly string[]> {
  return tab.$$eval("[data-chat-text]", (all) => all.map(({ textContent }) => textContent ?? ""));
}

/** Waits until the page says something. */
export async function waitForWords(tab: Page, words: RegExp): Promise<void> {
  const shown = () => tab.$eval("body", ({ textContent }) => textContent ?? "");
  await until(async () => words.test(await shown()), { what: () => `${words} on the page` });
}

async function type(tab: Page, selector: string, text: string): Promise<void> {
  const field = await tab.waitForSelector(selector);
  await field?.type(text);
}
