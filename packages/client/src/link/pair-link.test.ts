import { expect, test } from "vitest";
import { asConnection, FakeConnection } from "../testing/fake-connection.ts";
import { asStream, FakeStream } from "../testing/fake-media.ts";
import { PairLink } from "./pair-link.ts";

test.each([
  [1_000, "mending"],
  [9_000, "unreachable"],
])("a pair that is made anew %d ms after the trouble began: %s", (agoMs, cause) => {
  const link = new PairLink({
    connection: asConnection(new FakeConnection()),
    localStream: asStream(new FakeStream([])),
    now: () => 100_000,
    onStill: () => {},
    onSending: () => {},
  });
  link.judge({
    pair: "connecting",
    mending: { step: "rebuilding", since: 100_000 - agoMs, nextAt: null },
    isOn: { audio: null, video: null },
    isDownloadFull: false,
  });
  expect(link.link).toMatchObject({ quality: "bad", cause });
});
