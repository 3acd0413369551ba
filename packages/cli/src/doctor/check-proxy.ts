import { settings } from "@lectern/settings/table";
import { ask } from "./ask.ts";
import type { Check } from "./check.ts";
import { bad, good, skipped } from "./finding.ts";

/** Whether the app knows what the proxy before it knows: that people come by TLS. */
export const proxyCheck: Check = {
  id: "proxy",
  needs: ["page"],
  run: async ({ page, config }) => {
    if (page.protocol === "http:" || config.tls) return [skipped("No proxy has the TLS")];
    const answer = await ask(new URL("/healthz", page));
    // Said over TLS alone, so it tells what the app believes.
    const isKnown = answer.ok && answer.value.headers["strict-transport-security"] !== undefined;
    if (isKnown && config.trustProxy.length > 0)
      return [good("The app knows that people come by https")];
    return [
      bad(
        "The app takes people to come by plain http, and leads their pages to ws: in place of wss:",
        `Set ${settings.trustProxy.name} to the proxy's address, and have the proxy send X-Forwarded-Proto`,
      ),
    ];
  },
};
