import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { settings } from "@lectern/settings/table";
import { expect, test } from "vitest";

const docs = join(import.meta.dirname, "../docs");
const guide = readFileSync(join(docs, "operate.md"), "utf8");

test("the guide names no setting that there is not", () => {
  const known = new Set<string>(Object.values(settings).map(({ name }) => name));
  const named = guide.match(/\b(?:CONFERENCE|LECTERN)_[A-Z_]+\b/g) ?? [];
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test("the guide leads to files and headings that there are", () => {
  const links = [...guide.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)];
  expect(links.length).toBeGreaterThan(5);
  for (const [link, file = "", heading] of links) {
    expect(existsSync(join(docs, file)), link).toBe(true);
    if (heading !== undefined) expect(anchorsOf(file), link).toContain(heading);
  }
});

/** As GitHub makes them of headings. */
function anchorsOf(file: string): readonly string[] {
  const text = file === "" ? guide : readFileSync(join(docs, file), "utf8");
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
}
