import { parseArgs } from "node:util";

/**
 * Reads flags of the command line: numbers as in `--seed 7`, texts as in `--only kill,cut`.
 *
 * @param defaults by name; what kind a flag is of goes by its default
 * @throws {TypeError} if a flag is not known, or not of its kind
 */
export function readOptions<Defaults extends Readonly<Record<string, number | string>>>(
  defaults: Defaults,
  args: readonly string[] = process.argv.slice(2),
): { readonly [Name in keyof Defaults]: Defaults[Name] extends number ? number : string } {
  const options = Object.fromEntries(
    Object.keys(defaults).map((name) => [name, { type: "string" as const }]),
  );
  const { values } = parseArgs({ args: [...args], options });
  const read = Object.entries(defaults).map(([name, fallback]) => {
    const text = values[name];
    if (text === undefined) return [name, fallback];
    return [name, typeof fallback === "number" ? readNumber(name, String(text)) : text];
  });
  return Object.fromEntries(read);
}

function readNumber(name: string, text: string): number {
  if (!/^\d+(?:\.\d+)?$/.test(text))
    throw new TypeError(`--${name} has to be a number, not "${text}"`);
  return Number(text);
}

/** A seed for who names none. */
export function anySeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}
