import { lookup } from "node:dns/promises";
import { issueIceServers } from "@lectern/app/issue-ice-servers";
import type { IceServer } from "@lectern/settings/ice-servers";
import { readIceUrl } from "@lectern/settings/ice-url";
import { settings } from "@lectern/settings/table";
import type { TurnCredentials } from "@lectern/turn/credentials";
import { lanAddresses } from "../lan-addresses.ts";
import type { Check } from "./check.ts";
import { bad, type Finding, skipped } from "./finding.ts";
import { judgeRelay } from "./judge-relay.ts";
import { tryRelay } from "./relay-trial.ts";
import type { SetUp } from "./set-up.ts";
import { whyUnreachable } from "./why-unreachable.ts";

/** Whether each STUN and TURN server does for browsers what it is there for. */
export const turnCheck: Check = {
  id: "turn",
  needs: [],
  run: async ({ config }) => {
    const servers = serversOf(config);
    if (servers.length === 0) return [skipped(none)];
    return Promise.all(servers.map(examine));
  },
};

const none =
  "There is no STUN or TURN server: who is in another network, or behind a strict firewall, may see nobody";

interface Server {
  readonly url: string;
  readonly credentials: TurnCredentials | null;
  readonly setting: string;
}

/** As browsers get them with a token. */
function serversOf(config: SetUp["config"]): readonly Server[] {
  const { iceServers } = issueIceServers(config, { actor: "teacher-doctor", now: Date.now() });
  const { turnSecret, iceServers: fixed } = settings;
  return iceServers.flatMap((server) =>
    [server.urls].flat().map((url) => ({
      url,
      credentials: credentialsOf(server),
      setting: config.iceServers.includes(server) ? fixed.name : turnSecret.name,
    })),
  );
}

function credentialsOf({ username, credential }: IceServer): TurnCredentials | null {
  return username !== undefined && credential !== undefined ? { username, credential } : null;
}

async function examine({ url, credentials, setting }: Server): Promise<Finding> {
  const server = readIceUrl(url);
  if (!server || server.transport === "dtls") return skipped(`No browser uses ${url}`);
  const { kind, host, port, transport } = server;
  const found = await lookup(host).catch((error: unknown) => whyUnreachable(error));
  if (typeof found === "string") {
    return bad(`${url} cannot be found: ${found}`, "Make an entry for it in the DNS");
  }
  const trial = await tryRelay({
    server: { host, port, transport },
    credentials: kind === "turn" ? credentials : null,
  });
  const protocol = transport === "udp" ? "UDP" : "TCP";
  return judgeRelay(trial, {
    url,
    address: found.address,
    ownAddresses: lanAddresses(),
    port: `${protocol} port ${port}`,
    setting,
  });
}
