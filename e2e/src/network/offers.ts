import { headlessPath } from "../support/browser.ts";
import { tryRun } from "./shell.ts";

/** What of a machine the lab needs beyond namespaces: the first four always, the others for some faults. */
export type Offer = "routers" | "echoes" | "relay" | "browser" | "filter" | "shaping";

export const alwaysNeeded: readonly Offer[] = ["routers", "echoes", "relay", "browser"];

/** What shows that each is there, tried out at the desk and taken back. */
const trials: Readonly<Record<Offer, { readonly name: string; readonly command: string }>> = {
  routers: {
    name: "routers with NAT (nftables)",
    command: `nft 'add table ip trial; add chain ip trial c { type nat hook postrouting priority srcnat; };
      add rule ip trial c oifname "none" masquerade fully-random; delete table ip trial'`,
  },
  echoes: { name: "ping (iputils-ping)", command: "command -v ping" },
  relay: {
    name: "a relay (coturn)",
    command: "command -v turnserver && command -v turnutils_stunclient",
  },
  browser: { name: "a browser (chromium-headless-shell)", command: `test -x ${headlessPath}` },
  filter: {
    name: "a filter at a device (nftables of netdev with numgen)",
    command: `nft 'add table netdev trial; add chain netdev trial c { type filter hook ingress device "lo" priority 0; };
      add rule netdev trial c numgen random mod 100 < 1 drop; delete table netdev trial'`,
  },
  shaping: {
    name: "a limit to the rate (tc with tbf)",
    command:
      "tc qdisc add dev lo root tbf rate 1mbit burst 5kb latency 300ms && tc qdisc delete dev lo root",
  },
};

/** What the machine has not of what is needed, in words; empty when it has all of it. */
export function missingOf(needs: readonly Offer[]): readonly string[] {
  return needs
    .map((offer) => trials[offer])
    .filter(({ command }) => tryRun(["sh", "-c", command]) === null)
    .map(({ name }) => name);
}

/** Why something is skipped. */
export function noneOf(missing: readonly string[]): string {
  return missing.map((name) => `no ${name}`).join(", ");
}
