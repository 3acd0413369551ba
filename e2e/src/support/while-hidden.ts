import type { Page } from "puppeteer-core";
import { until } from "./lectern.ts";

/** Hides a tab behind another for as long as something is done. */
export async function whileHidden(tab: Page, act: () => Promise<void>): Promise<void> {
  const other = await tab.browserContext().newPage();
  await other.bringToFront();
  await becomes(tab, "hidden");
  await act();
  await tab.bringToFront();
  await becomes(tab, "visible");
  await other.close();
}

/** Asked from outside: a page that is hidden paints no frames at which it could look by itself. */
async function becomes(tab: Page, state: DocumentVisibilityState): Promise<void> {
  const isSo = async () => (await tab.evaluate(() => document.visibilityState)) === state;
  await until(isSo, { what: () => `the tab to be ${state}` });
}
