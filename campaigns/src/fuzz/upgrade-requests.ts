import type { Random } from "../support/random.ts";
import { hostileString } from "./hostile-values.ts";

/** A request as Node's HTTP parser hands it on. */
export interface UpgradeRequest {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly rawHeaders: string[];
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export const rules = {
  path: "/ws/conference",
  allowedOrigins: ["https://lms.example", "http://intranet:8080"],
} as const;

/** A request of good and bad parts in any mixture; most have one or two bad ones. */
export function fuzzedUpgrade(random: Random): UpgradeRequest {
  const draw = (good: string, bad: readonly string[]): string | undefined => {
    if (random.chance(0.8)) return good;
    if (random.chance(0.15)) return undefined;
    return random.chance(0.3) ? hostileString(random) : random.pick(bad);
  };
  const origins = random.chance(0.5) ? goodOrigins : badOrigins;
  const host = draw("school.example:6001", badHosts);
  return {
    httpVersion: draw("1.1", ["1.0", "2.0", "0.9"]) ?? "",
    rawHeaders:
      host === undefined ? [] : random.chance(0.95) ? ["Host", host] : ["host", host, "HOST", host],
    method: draw("GET", ["POST", "get", "CONNECT", "GET "]) ?? "",
    url: draw(random.pick(goodUrls), badUrls) ?? "",
    headers: {
      host,
      "content-length": random.chance(0.95) ? undefined : random.pick(["0", "10"]),
      upgrade: draw(random.pick(["websocket", "WebSocket"]), [
        "h2c",
        "websocket, h2c",
        "websocket ",
      ]),
      connection: draw("Upgrade", ["close", "keep-alive"]),
      "sec-websocket-version": draw("13", ["8", "13, 8", "013", "13 ", "-13"]),
      "sec-websocket-key": draw("dGhlIHNhbXBsZSBub25jZQ==", badKeys),
      origin: random.chance(0.3) ? undefined : draw(random.pick(origins), badOrigins),
    },
  };
}

const goodUrls = [
  "/ws/conference",
  "/ws/conference?",
  "/ws/conference?token=x",
  "/ws/conference?%00",
];
const badUrls = [
  "/",
  "*",
  "//ws/conference",
  "/ws/conference/",
  "/ws/../ws/conference",
  "/ws%2fconference",
  "/WS/conference",
  "/ws/conference#x",
  "http://school.example/ws/conference",
  "/ws/conference\u0000",
];
const badHosts = [" ", "evil.example", "[::1", "a b", "school.example/x", ":0"];
const badKeys = [
  "c2hvcnQ=",
  "dGhlIHNhbXBsZSBub25jZQ",
  "====",
  "dGhlIHNhbXBsZSBub25jZQ==x",
  `${"A".repeat(22)}==\n`,
];
const goodOrigins = ["https://school.example", "http://school.example:8000", "https://lms.example"];
const badOrigins = [
  "null",
  "*",
  "https://evil.example",
  "https://school.example.evil.example",
  "https://evilschool.example",
  "https://school.example@evil.example",
  "https://evil.example/school.example",
  "https://evil.example#school.example",
  "http://lms.example",
  "https://lms.example:444",
  "file://school.example",
  "javascript:school.example",
  "https://",
  "https://school.example:99999",
  "https://xn--school-.example",
  "https://[::1",
];
