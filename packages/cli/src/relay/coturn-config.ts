import { forbiddenPeers, isForbiddenPeer, rangeOf } from "@lectern/turn/forbidden-peers";
import type { RelayConfig } from "./relay-config.ts";

/** Room for a restart: the new ways of a pair are there before the old ones are given back. */
const overlap = 2;
/** Of one way in one direction: a camera and a screen of 2.5 Mbit/s each, and room. */
const maxBytesPerSecond = 1_000_000;

/**
 * What coturn 4.6 is told, so that it relays calls and opens nothing else.
 *
 * @see https://github.com/coturn/coturn/blob/4.6.1/README.turnserver
 */
export function coturnConfig(config: RelayConfig): string {
  return [
    "# coturn for Lectern, as `lectern turn-config` prints it. It holds a secret: mode 0600.",
    ...section("Where it listens.", listenerLines(config)),
    ...section("Where it relays from: IPv4 alone, so that nothing by IPv6 is reached.", [
      `relay-ip=${config.relayAddress}`,
      ...(config.publicAddress === null
        ? []
        : [`external-ip=${config.publicAddress}/${config.relayAddress}`]),
      `min-port=${config.relayPorts.first}`,
      `max-port=${config.relayPorts.last}`,
    ]),
    ...section("Who may: who has credentials made by Lectern, until they expire.", [
      "realm=lectern",
      "use-auth-secret",
      ...config.secrets.map((secret) => `static-auth-secret=${secret}`),
      "fingerprint",
      "stale-nonce=600",
    ]),
    ...section("How much: one person has a way to each of a class by each URL, and double.", [
      `user-quota=${overlap * (config.classSize - 1) * config.urls.length}`,
      `total-quota=${config.relayPorts.last - config.relayPorts.first + 1}`,
      `max-bps=${maxBytesPerSecond}`,
    ]),
    ...section("What it does not do.", [
      "no-cli",
      "no-tcp-relay",
      "no-multicast-peers",
      "no-rfc5780",
      "no-software-attribute",
    ]),
    ...section("Whom it does not send to.", forbiddenPeers.flatMap(denialLines)),
    ...ownAddressSection(config),
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return ["", `# ${title}`, ...lines];
}

function listenerLines({ port, tls }: RelayConfig): readonly string[] {
  const listeningPort = `listening-port=${port}`;
  if (!tls) return [listeningPort, "no-tls", "no-dtls"];
  return [
    listeningPort,
    `tls-listening-port=${tls.port}`,
    `cert=${tls.cert}`,
    `pkey=${tls.key}`,
    "no-dtls",
    "no-tlsv1",
    "no-tlsv1_1",
  ];
}

/** A range that starts at `::` takes in all of IPv4 (4.6.1); coturn itself refuses that one address. */
function denialLines({ network, what }: (typeof forbiddenPeers)[number]): readonly string[] {
  const [first, last] = rangeOf(network);
  return [`# ${what}`, `denied-peer-ip=${first === "::" ? "::1" : first}-${last}`];
}

function ownAddressSection({ relayAddress }: RelayConfig): readonly string[] {
  if (!isForbiddenPeer(relayAddress)) return [];
  return section("But to itself: there two meet who both come through it.", [
    `allowed-peer-ip=${relayAddress}`,
  ]);
}
