import type { Page } from "puppeteer-core";

/** Hides a tab behind another for as long as something is done. */
export async function whileHidden(tab: Page, act: () => Promise<void>): Promise<void> {
  const other = await tab.browserContext().newPage();
  await other.bringToFront();
  await tab.waitForFunction(() => document.visibilityState === "hidden");
  await act();
  await tab.bringToFront();
  await tab.waitForFunction(() => document.visibilityState === "visible");
  await other.close();
}
