// The browsers that Puppeteer drives: another than Chromium, and a Chromium that is let be.
import puppeteer, { type Browser } from "puppeteer-core";
import { argsOf, chromiumPath } from "./browser.ts";

export interface FirefoxOptions {
  readonly acceptInsecureCerts?: boolean;
}

/** Debian's Firefox with fake devices, whose calls go over the machine's own addresses. */
export function openFirefox({
  acceptInsecureCerts = false,
}: FirefoxOptions = {}): Promise<Browser> {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: process.env["LECTERN_FIREFOX"] ?? "/usr/bin/firefox-esr",
    headless: true,
    acceptInsecureCerts,
    extraPrefsFirefox: {
      "media.navigator.streams.fake": true,
      "media.navigator.permission.disabled": true,
      "media.autoplay.default": 0,
      "media.peerconnection.ice.loopback": true,
      "media.peerconnection.ice.obfuscate_host_addresses": false,
    },
  });
}

/** What drivers switch off so that every tab is served as if it were the one in front. */
const kindnesses = [
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--disable-background-timer-throttling",
];

/** A Chromium whose tabs are hidden, and served less, when another is in front. */
export function openTabbedChromium(): Promise<Browser> {
  return puppeteer.launch({
    executablePath: chromiumPath,
    headless: true,
    ignoreDefaultArgs: kindnesses,
    args: argsOf(),
  });
}
