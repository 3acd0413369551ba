import type { ClassReport } from "@lectern/client/class-report";

type LinkReport = ClassReport["links"][number];

/** Who sends and who gets, by name; `null` is oneself. */
export interface LinkEnds {
  readonly from: string | null;
  readonly to: string | null;
}

type Words = Pick<LinkReport, "sound" | "picture"> & {
  readonly cause?: LinkReport["cause"] | null;
};

/** What is the matter with what one person gets of another, a plain sentence each; none when nothing is. */
export function linkSentences(link: Words, ends: LinkEnds): readonly string[] {
  return [
    mediaSentence("sound", link.sound, ends),
    mediaSentence("picture", link.picture, ends),
    link.cause ? causeSentence(link.cause, ends) : null,
  ].filter((sentence) => sentence !== null);
}

/** The way that a connection takes, worth a word when it is not the direct one. */
export function pathSentence(path: LinkReport["path"] | null): string | null {
  switch (path) {
    case "relay-udp":
      return "The connection goes through the relay.";
    case "relay-tcp":
      return "The connection goes through the relay over TCP.";
    case "relay-tls":
      return "The connection goes through the relay over TLS.";
    case "relay-peer":
      return "The connection goes through the relay of the other side.";
    default:
      return null;
  }
}

/** What one person gets of another, in a word or two. */
export function wordOf({
  quality,
  sound,
  picture,
  cause,
}: Words & Pick<LinkReport, "quality">): string {
  if (cause === "connecting" || cause === "mending" || cause === "unreachable") {
    return "No connection";
  }
  const missing = [isAbsent(sound) && "no sound", isAbsent(picture) && "no picture"];
  const words = missing.filter((word) => word !== false).join(", ") || quality;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isAbsent(arrival: LinkReport["sound"]): boolean {
  return !["flowing", "off", "paused", "unknown"].includes(arrival);
}

const devices = { sound: "microphone", picture: "camera" } as const;

function mediaSentence(
  kind: "sound" | "picture",
  arrival: LinkReport["sound"],
  { from, to }: LinkEnds,
): string | null {
  const whose = possessive(from);
  switch (arrival) {
    case "ended":
      return `${whose} ${devices[kind]} has stopped: it was unplugged, or its permission was taken away.`;
    case "muted":
      return `${whose} ${devices[kind]} is held back by the system: a privacy switch, or a phone call.`;
    case "frozen":
      return `${whose} ${devices[kind]} gives no new pictures.`;
    case "unsent":
      return `${whose} ${kind} is not sent to ${to ?? "you"}.`;
    case "lost":
      return `${whose} ${kind} is sent, and does not reach ${to ?? "you"}.`;
    case "paused":
      return `${whose} ${kind} is held back for now, to save the connection.`;
    case "flowing":
    case "off":
    case "unknown":
      return null;
  }
}

function causeSentence(cause: NonNullable<LinkReport["cause"]>, ends: LinkEnds): string {
  const { from, to } = ends;
  switch (cause) {
    case "connecting":
      return `The connection ${between(ends)} is being made.`;
    case "mending":
      return `The connection ${between(ends)} broke and is being mended.`;
    case "unreachable":
      return `There is no connection ${between(ends)}: a firewall may be in the way.`;
    case "upload":
      return `${possessive(from)} upload is full.`;
    case "device":
      return `${possessive(from)} device is too busy.`;
    case "download":
      return `${possessive(to)} download is full.`;
    case "loss":
      return `Parts of what ${sends(from)} to ${to ?? "you"} are lost on the way.`;
    case "delay":
      return `What ${sends(from)} reaches ${to ?? "you"} late.`;
    case "jitter":
      return `What ${sends(from)} reaches ${to ?? "you"} unevenly.`;
    case "relay-tcp":
      return `The connection ${between(ends)} goes through the relay over TCP, which is slow.`;
  }
}

function possessive(name: string | null): string {
  return name === null ? "Your" : `${name}'s`;
}

function sends(name: string | null): string {
  return name === null ? "you send" : `${name} sends`;
}

/** The same for both ends. */
function between({ from, to }: LinkEnds): string {
  if (from === null || to === null) return `to ${from ?? to}`;
  const [one, other] = [from, to].sort();
  return `between ${one} and ${other}`;
}
