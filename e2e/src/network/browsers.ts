import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { headlessPath, openChromium } from "../support/browser.ts";
import type { Camera } from "../support/camera.ts";
import { on } from "./shell.ts";
import type { Host } from "./topology.ts";

/** Starts a browser on a host; it takes the certificate of the lab for good. */
export function openBrowserOn(host: Host, camera: Camera): Promise<Browser> {
  return openChromium({
    executablePath: launcherOn(host),
    onLoopback: false,
    camera,
    args: ["--ignore-certificate-errors"],
  });
}

/** A script in the place of the browser's own program, which starts that one on a host. */
function launcherOn(host: Host): string {
  const file = join(mkdtempSync(join(tmpdir(), "lectern-browser-")), `chromium-on-${host}`);
  writeFileSync(file, `#!/bin/sh\nexec ${on(host, headlessPath).join(" ")} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
