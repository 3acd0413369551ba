import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const bin = join(import.meta.dirname, "../../../node_modules/.bin");

/** What `lectern turn-config` prints with these settings. */
export function turnConfig(env: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "lectern-turn-"));
  const options = { cwd: folder, encoding: "utf8" } as const;
  try {
    return execFileSync(join(bin, "lectern"), ["turn-config"], {
      ...options,
      env: { PATH: `${bin}:${process.env["PATH"]}`, ...env },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
