import { settings } from "@lectern/settings/table";
import type { TurnFailure } from "@lectern/turn/failure";
import { isForbiddenPeer } from "@lectern/turn/forbidden-peers";
import { bad, type Finding, good } from "./finding.ts";
import type { Trial } from "./relay-trial.ts";
import { noAnswer, sayCode } from "./why-unreachable.ts";

export interface RelayJudging {
  /** As the settings have it. */
  readonly url: string;
  /** IP address of the server. */
  readonly address: string;
  /** Those of the machine on which this is asked. */
  readonly ownAddresses: readonly string[];
  /** What the server is asked at: `UDP port 3478`. */
  readonly port: string;
  /** The setting that holds what opens it. */
  readonly setting: string;
}

/** What a trial of a STUN or TURN server shows, and what to do about it. */
export function judgeRelay(trial: Trial, judging: RelayJudging): Finding {
  switch (trial.got) {
    case "nothing":
      return judgeSilence(trial.failure, judging);
    case "stun":
      return good(`${judging.url} answers`);
    case "refusal":
      return judgeRefusal(trial.failure, judging);
    case "allocation":
      return judgeAllocation(trial, judging);
    case "pair":
      return judgePair(trial.relayed, judging);
  }
}

function judgeSilence(failure: TurnFailure, { url, port }: RelayJudging): Finding {
  const isCertificate = failure.type === "cannot-connect" && isOfCertificate(failure.code);
  return bad(
    `${url} does not answer: ${say(failure)}`,
    isCertificate
      ? "Give it a certificate of a known authority for that name, with its whole chain"
      : `Start it (lectern serve --turn, or systemctl start coturn), and open ${port} to it in the firewall`,
  );
}

/** Whether Node's code is about a certificate: browsers refuse the same ones, and ask nobody. */
function isOfCertificate(code: string): boolean {
  return /CERT|ISSUER|VERIFY/.test(code);
}

/** The error codes of RFC 8656 §19 and RFC 8489 §14.8 that an operator can do something about. */
function judgeRefusal(failure: TurnFailure, { url, setting }: RelayJudging): Finding {
  const code = failure.type === "refused" ? failure.code : 0;
  switch (code) {
    case 401:
      return bad(
        `${url} refuses the password that browsers get`,
        `Give it the secret of ${setting} (lectern turn-config prints all), restart it, and see that its clock is right`,
      );
    case 486:
      return bad(`${url} has given one user all that it may`, "Raise its user-quota");
    case 508:
      return bad(`${url} has no port left`, "Widen its min-port to max-port, or raise total-quota");
    default:
      return bad(`${url} relays nothing: ${say(failure)}`, "See its log");
  }
}

function judgeAllocation(
  { relayed, failure }: Extract<Trial, { readonly got: "allocation" }>,
  judging: RelayJudging,
): Finding {
  const { url } = judging;
  if (isLoopback(relayed)) {
    return bad(
      `${url} relays at ${relayed}, which is this machine to everybody`,
      `Set ${settings.turnRelayAddress.name}, or relay-ip in its configuration, to an address of the network`,
    );
  }
  if (isHidden(relayed, judging)) return hidden(relayed, url);
  if (failure.type === "refused" && failure.code === 403) {
    return bad(
      `${url} forbids its own address ${relayed} as a peer, so two who need it do not meet`,
      `Put allowed-peer-ip=${relayed} into its configuration`,
    );
  }
  return bad(
    `Nothing comes through ${url} at ${relayed}: ${say(failure)}`,
    "Open the UDP ports from its min-port to its max-port in the firewall, and see its external-ip",
  );
}

/** Two addresses of one server reach each other, though it may be that nobody else reaches them. */
function judgePair(relayed: string, judging: RelayJudging): Finding {
  if (isHidden(relayed, judging)) return hidden(relayed, judging.url);
  return good(`Data goes through ${judging.url}, at ${relayed}`);
}

function isLoopback(address: string): boolean {
  return /^127\.|^::1$/.test(address);
}

/** Whether an address is of a network inside, though the server is outside or not there. */
function isHidden(relayed: string, { address, ownAddresses }: RelayJudging): boolean {
  const isInside = isForbiddenPeer(address);
  const isKnown = relayed === address || (isInside && ownAddresses.includes(relayed));
  return isForbiddenPeer(relayed) && !isKnown;
}

function hidden(relayed: string, url: string): Finding {
  return bad(
    `${url} hands out ${relayed}, a private address at which nobody finds it`,
    `Set ${settings.turnPublicAddress.name}, or put external-ip=PUBLIC/${relayed} into its configuration`,
  );
}

function say(failure: TurnFailure): string {
  switch (failure.type) {
    case "refused":
      return `it refuses (${failure.code} ${failure.reason})`;
    case "no-answer":
      return noAnswer;
    case "cannot-connect":
      return sayCode(failure.code);
  }
}
