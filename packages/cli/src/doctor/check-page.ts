import { reachableHost } from "@lectern/settings/reachable-host";
import { settings } from "@lectern/settings/table";
import { type Answer, ask, isHealthy } from "./ask.ts";
import type { Check } from "./check.ts";
import { bad, type Finding, good } from "./finding.ts";
import type { SetUp } from "./set-up.ts";

/** Whether the pages can be reached at the address that people type. */
export const pageCheck: Check = {
  id: "page",
  needs: ["ports"],
  run: async (setUp) => {
    const answer = await ask(new URL("/healthz", setUp.page));
    if (answer.ok) return [judge(setUp, answer.value)];
    return [
      bad(
        `The pages cannot be reached at ${setUp.page.origin}: ${answer.error}`,
        `Lead name, firewall and proxy to ${targetOf(setUp)}`,
      ),
    ];
  },
};

function judge(setUp: SetUp, answer: Answer): Finding {
  const { origin } = setUp.page;
  const { status, headers } = answer;
  // The app alone sends a policy with its answers; the signaling server has no pages.
  const isApp = isHealthy(answer) && headers["content-security-policy"] !== undefined;
  if (isApp) return good(`The pages can be reached at ${origin}`);
  if (status >= 300 && status < 400 && headers.location) {
    const target = new URL(headers.location, origin).origin;
    return bad(`${origin} sends people on to ${target}`, `Examine that: lectern doctor ${target}`);
  }
  if (status >= 502 && status <= 504) {
    return bad(
      `The proxy at ${origin} does not reach the app (HTTP ${status})`,
      `Lead it to ${targetOf(setUp)}`,
    );
  }
  return bad(
    `Another program than Lectern answers at ${origin} (HTTP ${status})`,
    `Lead name and proxy to ${targetOf(setUp)}, or give the address that people type`,
  );
}

function targetOf({ config: { host, port } }: SetUp): string {
  return `${reachableHost(host)}:${port} (${settings.host.name}, ${settings.port.name})`;
}
