import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settings } from "@lectern/settings/table";
import { expect, test } from "vitest";

const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8").replaceAll(
  / +/g,
  " ",
);

test.each(Object.values(settings))("the README has $name as the table has it", (setting) => {
  const { name, fallback, help } = setting;
  expect(readme).toContain(`| \`${name}\` | ${fallback && `\`${fallback}\` `}| ${help} |`);
});
