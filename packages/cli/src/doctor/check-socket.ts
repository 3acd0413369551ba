import type { ServerMessage } from "@lectern/protocol/messages";
import { reachableHost } from "@lectern/settings/reachable-host";
import { settings } from "@lectern/settings/table";
import type { Check } from "./check.ts";
import { bad, type Finding, good, skipped } from "./finding.ts";
import type { SetUp } from "./set-up.ts";
import { visitRoom } from "./visit-room.ts";

/** Whether one gets into a room at the address to which pages lead browsers. */
export const socketCheck: Check = {
  id: "socket",
  needs: ["page"],
  run: async (setUp) => {
    const { page, socket } = setUp;
    if (socket === null) return [skipped(`${settings.signalingEnabled.name} is false`)];
    if (page.protocol === "https:" && socket.protocol === "ws:") return [mixed(socket)];
    const visit = await visitRoom(setUp);
    switch (visit?.type) {
      case "answered":
        return [judgeWord(visit.message, socket)];
      case "refused":
        return [judgeStatus(visit.status, setUp, socket)];
      case "unreachable":
        return [bad(`No socket opens at ${socket.href}: ${visit.why}`, wayTo(setUp, socket))];
      default:
        return [bad("The secret that signs tokens cannot be read", ownerCure)];
    }
  },
};

const ownerCure = "Run this as the user who runs Lectern";

/** W3C Mixed Content, #category-blockable: a page of https opens no plain socket. */
function mixed(socket: URL): Finding {
  const { name } = settings.signalingScheme;
  return bad(
    `No browser opens ${socket.href} from a page of https`,
    `Leave ${name} empty, or set wss`,
  );
}

function judgeWord(message: ServerMessage, socket: URL): Finding {
  if (message.type === "joined") return good(`A room can be entered at ${socket.href}`);
  const code = message.type === "error" ? message.code : message.type;
  const isToken = code === "token-invalid" || code === "token-expired";
  return bad(
    `${socket.host} refuses a token that was just made (${code})`,
    isToken
      ? `Restart Lectern so that it has the present ${settings.signalingSecret.name}; see "clock" too`
      : "See the log for what it refused",
  );
}

function judgeStatus(status: number, setUp: SetUp, socket: URL): Finding {
  const refused = `${socket.href} answers HTTP ${status} in place of a socket`;
  switch (status) {
    case 404:
      return bad(
        `${refused}: nothing is at that path`,
        `Have the proxy keep the path as it is, and restart Lectern if ${settings.signalingPath.name} has changed`,
      );
    case 400:
    case 426:
      return bad(
        `${refused}: the handshake does not get through`,
        "Have the proxy speak HTTP/1.1 and pass on the headers Upgrade and Connection",
      );
    case 503:
      return bad(
        `${refused}: full, or about to restart`,
        `Try again soon; when it stays, raise ${settings.signalingMaxConnections.name}`,
      );
    case 502:
    case 504:
      return bad(`${refused}: the proxy does not reach the signaling server`, wayTo(setUp, socket));
    default:
      return bad(`${refused}: another program is there`, wayTo(setUp, socket));
  }
}

function wayTo({ config: { port, signaling } }: SetUp, socket: URL): string {
  if (signaling.publicPort === port) {
    return `Have the proxy pass upgrades of ${signaling.path} on to port ${port}`;
  }
  const target = `${reachableHost(signaling.bindHost)}:${signaling.port}`;
  const { signalingBindHost, signalingPublicPort } = settings;
  return `Lead ${socket.host} to ${target} (${signalingBindHost.name}, ${signalingPublicPort.name}): firewall and proxy`;
}
