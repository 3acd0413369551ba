import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { makeTlsFiles, type TlsFiles } from "../support/tls.ts";
import { addressOf } from "./topology.ts";

/**
 * Where the lab plays: namespaces of processes, mounts and networks of its own.
 *
 * Whatever it makes is seen by nobody else on the machine, labs beside it
 * included, and is gone with this program, however that one ends.
 *
 * @see setpriv(1), unshare(1), pid_namespaces(7)
 */
const isolate = [
  ...["setpriv", "--pdeathsig", "KILL"],
  ...["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"],
  ...(process.getuid?.() === 0 ? [] : ["--map-root-user"]),
];

/** Where `ip netns` keeps its names. */
const privateFolder = "/run";

/** The folder is made our own, and the program itself the host named desk. */
const setUp = `mount -t tmpfs none ${privateFolder} && ip link set lo up && ip netns attach desk $$`;

const certVariable = "LECTERN_LAB_CERT";
const keyVariable = "LECTERN_LAB_KEY";

/** The certificate of the server in the lab, inside; `null` outside. */
export function labCertificate(): TlsFiles | null {
  const [cert, key] = [process.env[certVariable], process.env[keyVariable]];
  return cert && key ? { cert, key } : null;
}

/** Runs this program anew inside; gives its exit code. */
export function runInside(): number {
  const { cert, key } = makeTlsFiles(addressOf("server"));
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const { status, error } = runIsolated([`${setUp} && exec "$0" "$@"`, ...again], {
    stdio: "inherit",
    env: {
      ...process.env,
      ...{ [certVariable]: cert, [keyVariable]: key, NODE_EXTRA_CA_CERTS: cert },
      TMPDIR: privateFolder,
    },
  });
  if (error) throw error;
  return status ?? 1;
}

/** Why there can be no lab on this machine; `null` when there can. */
export function whyNoWorld(): string | null {
  const { status, stderr, error } = runIsolated([setUp]);
  return status === 0 ? null : `no namespaces: ${error?.message ?? String(stderr).trim()}`;
}

function runIsolated(script: readonly string[], options: SpawnSyncOptions = {}) {
  const [command = "", ...args] = [...isolate, "sh", "-c", ...script];
  return spawnSync(command, args, options);
}
