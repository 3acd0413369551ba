import { type IceServer, readIceServers } from "./ice-servers.ts";
import { readIceUrl } from "./ice-url.ts";
import {
  anyPath,
  host,
  ipv4,
  listOf,
  network,
  oneOf,
  orNull,
  port,
  portRange,
  rate,
  text,
  wholeNumber,
  yesOrNo,
} from "./kinds.ts";
import type { Setting } from "./setting.ts";

/** The fewest bytes of a signing secret (RFC 7518 §3.2: as long as the hash). */
const minSecretBytes = 32;

const secrets = listOf(
  {
    allowed: "",
    read: (value) => (Buffer.byteLength(value) >= minSecretBytes ? value : undefined),
  },
  `secrets of at least ${minSecretBytes} bytes, with commas between them (the first signs, all verify)`,
);

const plainSecret = text(
  `a secret of at least ${minSecretBytes} characters of A-Z a-z 0-9 . _ ~ + / = -`,
  /^[A-Za-z0-9._~+/=-]{32,}$/,
);

const turnSecrets = listOf(
  plainSecret,
  `${plainSecret.allowed}, or several with commas between them (the first signs, the relay takes all)`,
);

const turnUrls = listOf(
  { allowed: "", read: (value) => (isTurnUrl(value) ? value : undefined) },
  "URLs such as turn:turn.school.example or turns:turn.school.example:443?transport=tcp, with commas between them",
);

const origins = listOf(
  text("an origin", /^https?:\/\/[^/?#\s]+$/),
  "origins such as https://school.example, with commas between them",
);

const proxies = listOf(
  network,
  "addresses or networks such as 10.0.0.0/8, or loopback, with commas between them",
);

const iceServers = {
  allowed: 'JSON such as [{"urls":"stun:stun.school.example"}]; TURN with username and credential',
  read: readIceServers,
};

/** Every setting of Lectern, in the order in which people read them. */
export const settings = {
  host: setting("LECTERN_HOST", "127.0.0.1", "address on which the pages are served", host),
  port: setting("LECTERN_PORT", "8000", "port on which the pages are served", port),
  dataDir: setting("LECTERN_DATA_DIR", "data", "folder of the database, secrets and logs", anyPath),
  tlsCert: setting(
    "LECTERN_TLS_CERT",
    "",
    "certificate chain (PEM) for both listeners",
    orNull(anyPath),
  ),
  tlsKey: setting("LECTERN_TLS_KEY", "", "private key (PEM) of the certificate", orNull(anyPath)),
  trustProxy: setting(
    "LECTERN_TRUST_PROXY",
    "",
    "proxies whose X-Forwarded-* headers are believed",
    proxies,
  ),
  log: setting(
    "LECTERN_LOG",
    "auto",
    "where the log goes: auto is the data folder at a terminal, otherwise stderr",
    oneOf("auto", "stderr", "file"),
  ),
  logLevel: setting(
    "LECTERN_LOG_LEVEL",
    "info",
    "how much is logged",
    oneOf("debug", "info", "warn", "error"),
  ),
  signalingEnabled: setting(
    "CONFERENCE_SIGNALING_ENABLED",
    "true",
    "whether the signaling server is started with the app",
    yesOrNo,
  ),
  signalingHost: setting(
    "CONFERENCE_SIGNALING_HOST",
    "",
    "host that pages connect to; empty: the host of the page",
    orNull(host),
  ),
  signalingBindHost: setting(
    "CONFERENCE_SIGNALING_BIND_HOST",
    "127.0.0.1",
    "address on which the signaling server listens",
    host,
  ),
  signalingPort: setting(
    "CONFERENCE_SIGNALING_PORT",
    "6001",
    "port on which the signaling server listens",
    port,
  ),
  signalingScheme: setting(
    "CONFERENCE_SIGNALING_SCHEME",
    "",
    "ws or wss in the address that pages connect to; empty: as the page",
    orNull(oneOf("ws", "wss")),
  ),
  signalingPath: setting(
    "CONFERENCE_SIGNALING_PATH",
    "/ws/conference",
    "path of the WebSocket",
    text("a path that starts with / and has no ? or #", /^\/[A-Za-z0-9/._~-]*$/),
  ),
  signalingTokenTtl: setting(
    "CONFERENCE_SIGNALING_TOKEN_TTL",
    "7200",
    "life of a signaling token in seconds",
    wholeNumber(1, 86_400),
  ),
  signalingPublicPort: setting(
    "CONFERENCE_SIGNALING_PUBLIC_PORT",
    "",
    "port that pages connect to, behind a proxy; LECTERN_PORT: one port for all; empty: CONFERENCE_SIGNALING_PORT",
    orNull(port),
  ),
  signalingSecret: secret(
    "CONFERENCE_SIGNALING_SECRET",
    "secret that signs tokens; unset, serve makes one and keeps it in the data folder",
    orNull(secrets),
  ),
  signalingAllowedOrigins: setting(
    "CONFERENCE_SIGNALING_ALLOWED_ORIGINS",
    "",
    "origins of other sites whose pages may connect",
    origins,
  ),
  signalingMaxSeats: setting(
    "CONFERENCE_SIGNALING_MAX_SEATS",
    "500",
    "seats of a room",
    wholeNumber(2, 10_000),
  ),
  signalingMaxConnections: setting(
    "CONFERENCE_SIGNALING_MAX_CONNECTIONS",
    "20000",
    "open sockets of the signaling server; who comes when it is full is told to try later",
    wholeNumber(1, 1_000_000),
  ),
  signalingMaxWaiting: setting(
    "CONFERENCE_SIGNALING_MAX_WAITING",
    "500",
    "sockets of one address that have not joined yet; the one that waits longest makes room",
    wholeNumber(1, 100_000),
  ),
  signalingChatRate: setting(
    "CONFERENCE_SIGNALING_CHAT_RATE",
    "10:100",
    "chat lines of one participant, a second and at once",
    rate,
  ),
  signalingCandidateRate: setting(
    "CONFERENCE_SIGNALING_CANDIDATE_RATE",
    "100:400",
    "ICE candidates of one participant, a second and at once",
    rate,
  ),
  signalingDescriptionRate: setting(
    "CONFERENCE_SIGNALING_DESCRIPTION_RATE",
    "20:80",
    "offers and answers of one participant, a second and at once",
    rate,
  ),
  signalingJoinRate: setting(
    "CONFERENCE_SIGNALING_JOIN_RATE",
    "2:10",
    "joins of one participant, a second and at once",
    rate,
  ),
  signalingClosingsFile: setting(
    "CONFERENCE_SIGNALING_CLOSINGS_FILE",
    "",
    "file in which signal-serve alone remembers ended meetings and removals; serve has its database for that",
    orNull(anyPath),
  ),
  signalingDrainSeconds: setting(
    "CONFERENCE_SIGNALING_DRAIN_SECONDS",
    "10",
    "over how many seconds the rooms are sent on when the signaling server is replaced or stopped",
    wholeNumber(0, 3_600),
  ),
  signalingAdminPort: setting(
    "CONFERENCE_SIGNALING_ADMIN_PORT",
    "0",
    "port of the admin interface on 127.0.0.1; 0: any free one, of which the app is told",
    wholeNumber(0, 65_535),
  ),
  signalingAdminSecret: secret(
    "CONFERENCE_SIGNALING_ADMIN_SECRET",
    "secret of the admin interface and of /metrics; unset, serve makes one for each start and signal-serve has neither",
    orNull(plainSecret),
  ),
  iceServers: setting(
    "CONFERENCE_ICE_SERVERS",
    "[]",
    "STUN and TURN servers that browsers use; none by default",
    { ...iceServers, isSecret: true },
  ) satisfies Setting<readonly IceServer[]>,
  turnUrls: setting(
    "CONFERENCE_TURN_URLS",
    "",
    "TURN URLs of the relay, for which browsers get credentials that expire; serve --turn finds them itself",
    turnUrls,
  ),
  turnSecret: secret(
    "CONFERENCE_TURN_SECRET",
    "secret that is shared with the relay and makes credentials; unset, serve --turn makes one and keeps it",
    orNull(turnSecrets),
  ),
  turnRelayAddress: setting(
    "CONFERENCE_TURN_RELAY_ADDRESS",
    "",
    "address of the relay's machine from which it sends; empty: the first one of this machine",
    orNull(ipv4),
  ),
  turnPublicAddress: setting(
    "CONFERENCE_TURN_PUBLIC_ADDRESS",
    "",
    "address by which others know that one, where a NAT lies between",
    orNull(ipv4),
  ),
  turnRelayPorts: setting(
    "CONFERENCE_TURN_RELAY_PORTS",
    "49152-65535",
    "UDP ports of the relay, one for each way of each pair of people",
    portRange,
  ),
  turnClassSize: setting(
    "CONFERENCE_TURN_CLASS_SIZE",
    "30",
    "people of the largest class, by which the relay bounds what one of them may take",
    wholeNumber(2, 500),
  ),
} as const;

export type SettingKey = keyof typeof settings;

/** What a setting's text reads as. */
export type SettingValue<K extends SettingKey> =
  (typeof settings)[K] extends Setting<infer T> ? T : never;

/** DTLS is left out: no browser speaks it to a TURN server. */
function isTurnUrl(text: string): boolean {
  const url = readIceUrl(text);
  return url?.kind === "turn" && url.transport !== "dtls";
}

type Rest<T> = Pick<Setting<T>, "allowed" | "read" | "isSecret">;

function setting<T>(name: string, fallback: string, help: string, rest: Rest<T>): Setting<T> {
  return { name, fallback, help, ...rest };
}

function secret<T>(name: string, help: string, rest: Rest<T>): Setting<T> {
  return { name, fallback: "", help, ...rest, isSecret: true };
}
