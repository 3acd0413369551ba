import { expect, test } from "vitest";
import { withRelayUrls } from "./relay-urls.ts";

const certificate = { LECTERN_TLS_CERT: "cert.pem" };

test.each([
  [
    "the host of signaling",
    { CONFERENCE_SIGNALING_HOST: "live.school.example", CONFERENCE_TURN_PUBLIC_ADDRESS: "8.8.4.4" },
    "turn:live.school.example?transport=udp,turn:live.school.example?transport=tcp",
  ],
  [
    "the public address",
    { CONFERENCE_TURN_PUBLIC_ADDRESS: "8.8.4.4", ...certificate },
    "turn:8.8.4.4?transport=udp,turn:8.8.4.4?transport=tcp",
  ],
  [
    "a host and its certificate",
    { CONFERENCE_SIGNALING_HOST: "a.example", ...certificate },
    "turn:a.example?transport=udp,turn:a.example?transport=tcp,turns:a.example?transport=tcp",
  ],
  ["what is set", { CONFERENCE_TURN_URLS: "turn:b.example" }, "turn:b.example"],
])("withRelayUrls() makes URLs of %s", (_, env, urls) => {
  expect(withRelayUrls(env)["CONFERENCE_TURN_URLS"]).toBe(urls);
});
