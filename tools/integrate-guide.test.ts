import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settings } from "@lectern/settings/table";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const guide = readFileSync(join(root, "docs/integrate.md"), "utf8");
const protocol = readFileSync(join(root, "PROTOCOL.md"), "utf8");

test("the guide has the token's claims as PROTOCOL.md has them", () => {
  const claims = tableAfter(protocol, "| claim ");
  expect(claims).toContain("`jti`");
  expect(tableAfter(guide, "| claim ")).toBe(claims);
});

test("the guide names no setting that there is not", () => {
  const known = new Set<string>(Object.values(settings).map(({ name }) => name));
  const named = guide.match(/\b(?:CONFERENCE|LECTERN)_[A-Z_]+\b/g) ?? [];
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

function tableAfter(text: string, start: string): string {
  const at = text.indexOf(start);
  return text.slice(at, text.indexOf("\n\n", at)).replaceAll(/ +/g, " ");
}
