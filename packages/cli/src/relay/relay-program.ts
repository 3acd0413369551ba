import { join, resolve } from "node:path";
import { isAnswering } from "@lectern/turn/is-answering";
import { writeSecretFile } from "../data-folder.ts";
import type { ForeignProgram } from "../spawn.ts";
import { coturnConfig } from "./coturn-config.ts";
import type { RelayConfig } from "./relay-config.ts";

/** Writes the relay's configuration into the data folder, and says how it is started. */
export function relayProgram(config: RelayConfig, dataDir: string): ForeignProgram {
  const file = (ending: string) => join(resolve(dataDir), `turnserver.${ending}`);
  writeSecretFile(file("conf"), coturnConfig(config));
  return {
    name: "relay",
    command: "turnserver",
    // To standard output, which is dropped: it names addresses.
    args: [
      "-c",
      file("conf"),
      `--userdb=${file("db")}`,
      `--pidfile=${file("pid")}`,
      "--log-file=stdout",
    ],
    isAnswering: () =>
      isAnswering({ host: config.relayAddress, port: config.port, transport: "udp" }),
  };
}
