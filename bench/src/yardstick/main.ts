import { readSettings } from "@lectern/settings/read-settings";
import { startRelay } from "./relay.ts";

const keys = [
  "signalingBindHost",
  "signalingPort",
  "signalingPath",
  "signalingSecret",
  "signalingTokenTtl",
] as const;

const read = readSettings(keys, process.env);
if (!read.ok) throw new TypeError(`Cannot read ${read.error.map(({ setting }) => setting)}`);
process.on("SIGTERM", () => process.exit(0));
startRelay({
  host: read.value.signalingBindHost,
  port: read.value.signalingPort,
  path: read.value.signalingPath,
  secrets: read.value.signalingSecret ?? [],
  maxTtlSeconds: read.value.signalingTokenTtl,
});
