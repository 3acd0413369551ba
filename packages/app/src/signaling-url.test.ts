import { expect, test } from "vitest";
import { isHost, signalingUrl } from "./signaling-url.ts";
import { configOf } from "./testing/test-app.ts";

const http = { protocol: "http", host: "school.example:8000" } as const;
const https = { protocol: "https", host: "school.example" } as const;

test.each([
  [{}, http, "ws://school.example:6001/ws/conference"],
  [{}, https, "wss://school.example:6001/ws/conference"],
  [{}, { ...http, host: "[::1]:8000" }, "ws://[::1]:6001/ws/conference"],
  [{ HOST: "sig.example" }, http, "ws://sig.example:6001/ws/conference"],
  [{ HOST: "2001:db8::1" }, http, "ws://[2001:db8::1]:6001/ws/conference"],
  [{ SCHEME: "wss", PUBLIC_PORT: "443" }, http, "wss://school.example/ws/conference"],
  [{ SCHEME: "ws", PUBLIC_PORT: "443" }, https, "ws://school.example:443/ws/conference"],
  [{ PUBLIC_PORT: "80" }, http, "ws://school.example/ws/conference"],
  [{ PUBLIC_PORT: "8000" }, http, "ws://school.example:8000/ws/conference"],
  [{ PATH: "/socket", PORT: "7001" }, http, "ws://school.example:7001/socket"],
] as const)("with %j and the page at %j the socket is at %s", (env, page, url) => {
  const named = Object.entries(env).map(([name, value]) => [`CONFERENCE_SIGNALING_${name}`, value]);
  expect(signalingUrl(configOf(Object.fromEntries(named)).signaling, page)).toBe(url);
});

test.each([
  ["school.example", true],
  ["school.example:8000", true],
  ["192.168.1.20:8000", true],
  ["[2001:db8::1]:8000", true],
  ["", false],
  ["school example", false],
  ["school.example; script-src *", false],
  ["school.example\r\nx: y", false],
  ["user@school.example", false],
  ["school.example/path", false],
])("isHost(%j) is %s", (host, isOne) => {
  expect(isHost(host)).toBe(isOne);
});
