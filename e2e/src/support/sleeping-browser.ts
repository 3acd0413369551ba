import { kill } from "node:process";
import type { Browser } from "playwright-core";

/** Stops every process of a browser for a time, as a laptop does that is closed (SIGSTOP, SIGCONT). */
export async function putToSleep(browser: Browser, forMs: number): Promise<void> {
  const pids = await processesOf(browser);
  for (const pid of pids) kill(pid, "SIGSTOP");
  try {
    await new Promise((wake) => setTimeout(wake, forMs));
  } finally {
    for (const pid of pids) kill(pid, "SIGCONT");
  }
}

async function processesOf(browser: Browser): Promise<readonly number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.map(({ id }) => id);
}
