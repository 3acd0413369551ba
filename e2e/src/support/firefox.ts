import puppeteer, { type Browser } from "puppeteer-core";

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
