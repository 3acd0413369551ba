import { settings } from "@lectern/settings/table";
import type { Check } from "./check.ts";
import { bad, type Finding, good, skipped } from "./finding.ts";
import { type Knock, knock } from "./knock.ts";

/** A name that cannot be anybody's (RFC 6761 §6.4). */
const strangeOrigin = "https://stranger.invalid";

/** Whether the socket opens to our own page, and to no other's. */
export const originCheck: Check = {
  id: "origin",
  needs: ["socket"],
  run: async ({ page, socket }) => {
    if (socket === null) return [skipped(`${settings.signalingEnabled.name} is false`)];
    const own = await knock(socket, { origin: page.origin });
    const strange = await knock(socket, { origin: strangeOrigin });
    const faults = [...judgeOwn(own, page.origin, socket), ...judgeStrange(strange, socket)];
    return faults.length > 0
      ? faults
      : [good(`${socket.host} takes pages of ${page.origin} and no others`)];
  },
};

function judgeOwn(own: Knock, origin: string, socket: URL): readonly Finding[] {
  if (own.type === "opened") return [];
  const how = own.type === "refused" ? `HTTP ${own.status}` : "no socket";
  return [
    bad(
      `${socket.host} refuses the pages of ${origin} (${how})`,
      `Have the proxy pass Host on as it came, or add ${origin} to ${settings.signalingAllowedOrigins.name}`,
    ),
  ];
}

function judgeStrange(strange: Knock, socket: URL): readonly Finding[] {
  if (strange.type !== "opened") return [];
  return [
    bad(
      `${socket.host} takes pages of any site, since it does not see where they come from`,
      "Have the proxy pass the headers Host and Origin on as they came",
    ),
  ];
}
