import { expect, test } from "vitest";
import { readIceUrl } from "./ice-url.ts";

test.each([
  ["stun:a.example", { kind: "stun", host: "a.example", port: 3478, transport: "udp" }],
  ["stuns:a.example", { kind: "stun", host: "a.example", port: 5349, transport: "tls" }],
  ["turn:192.0.2.1:80", { kind: "turn", host: "192.0.2.1", port: 80, transport: "udp" }],
  [
    "turn:a.example?transport=tcp",
    { kind: "turn", host: "a.example", port: 3478, transport: "tcp" },
  ],
  ["turns:[::1]:443", { kind: "turn", host: "::1", port: 443, transport: "tls" }],
  [
    "turns:a.example?transport=udp",
    { kind: "turn", host: "a.example", port: 5349, transport: "dtls" },
  ],
])("readIceUrl() reads %s", (text, url) => {
  expect(readIceUrl(text)).toEqual(url);
});

test.each([
  "https://a.example",
  "turn:",
  "stun:a.example?transport=udp",
  "turn:a.example:0",
  "turn:u@a.example",
])("readIceUrl() refuses %s", (text) => {
  expect(readIceUrl(text)).toBeUndefined();
});
