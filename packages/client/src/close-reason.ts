import { closeCodes } from "@lectern/protocol/codes";

/** The contract's word for a close code, also where something on the way has lost the reason. */
export function closeReasonOf(code: number, reason: string): string {
  return names.get(code) ?? (reason || `closed-${code}`);
}

const names: ReadonlyMap<number, string> = new Map(
  Object.entries(closeCodes).map(([name, code]): [number, string] => [code, name]),
);
