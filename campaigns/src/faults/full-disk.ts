import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmdirSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../support/until.ts";
import { closesOf } from "./closes-of.ts";
import { moment } from "./moment.ts";
import type { Prepared, Scenario } from "./scenario.ts";

const diskMb = 8;

/** The disk that the log goes to is full, while everybody joins, leaves and talks. */
export const fullDisk: Scenario = {
  name: "full-disk",
  unit: "disks",
  rooms: 4,
  size: 6,
  prepare: async () => mountSmallDisk(),
  play: async ({ lectern, gathering, random }) => {
    const before = closesOf(gathering);
    const pid = lectern.signalingPid();
    fill(join(lectern.dataDir, "filler"));
    await moment(random, 1_000, 2_000);
    // Each of these has its line in the log.
    for (const { proxy } of gathering.participants) proxy.cut();
    const cuts = gathering.participants.length;
    await until(
      () => closesOf(gathering) - before >= cuts,
      () => "the cuts to be seen",
    );
    await gathering.allIn();
    await moment(random, 1_000, 2_000);
    const unwanted = closesOf(gathering) - before - cuts;
    return {
      counts: { disks: 1, "sockets closed by the server": unwanted },
      complaints: [
        ...(lectern.signalingPid() === pid
          ? []
          : [`the signaling process died:\n${lectern.output()}`]),
        ...(unwanted > 0 ? [`${unwanted} sockets closed`] : []),
      ],
    };
  },
};

/** A disk of a few MB, as `tmpfs`; only root can have one. */
function mountSmallDisk(): Prepared | null {
  if (process.getuid?.() !== 0) return null;
  const dataDir = mkdtempSync(join(tmpdir(), "lectern-small-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${diskMb}m`, "tmpfs", dataDir]);
  } catch {
    rmdirSync(dataDir);
    return null;
  }
  return {
    start: { dataDir, env: { LECTERN_LOG: "file", LECTERN_LOG_LEVEL: "debug" } },
    undo: () => {
      execFileSync("umount", ["-l", dataDir]);
      rmdirSync(dataDir);
    },
  };
}

/** Writes until there is no room for another byte. */
function fill(file: string): void {
  const fd = openSync(file, "a");
  for (const size of [1024 * 1024, 4096, 1]) {
    const piece = Buffer.alloc(size);
    while (canWrite(fd, piece));
  }
  closeSync(fd);
  if (statSync(file).size === 0) throw new Error("Cannot fill the disk: nothing was written");
}

function canWrite(fd: number, piece: Buffer): boolean {
  try {
    return writeSync(fd, piece) > 0;
  } catch {
    return false;
  }
}
