import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSignalingConfig } from "./config.ts";
import { secret } from "./testing/harness.ts";

const none = join(mkdtempSync(join(tmpdir(), "lectern-config-")), "none.pem");
const empty = join(mkdtempSync(join(tmpdir(), "lectern-config-")), "empty.pem");
writeFileSync(empty, "");

test.each([
  ["nothing but the lack of a secret", {}, ["CONFERENCE_SIGNALING_SECRET"]],
  [
    "a certificate that is not there beside a wrong port",
    {
      CONFERENCE_SIGNALING_SECRET: secret,
      CONFERENCE_SIGNALING_PORT: "many",
      LECTERN_TLS_CERT: none,
      LECTERN_TLS_KEY: none,
    },
    ["CONFERENCE_SIGNALING_PORT", "LECTERN_TLS_CERT", "LECTERN_TLS_KEY"],
  ],
  [
    "a certificate that is none",
    { CONFERENCE_SIGNALING_SECRET: secret, LECTERN_TLS_CERT: empty, LECTERN_TLS_KEY: empty },
    ["LECTERN_TLS_CERT"],
  ],
])("readSignalingConfig() names %s", (_, env, names) => {
  const config = readSignalingConfig(env);
  expect(config.ok ? [] : config.error.map(({ setting }) => setting)).toEqual(names);
});
