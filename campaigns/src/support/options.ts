import { parseArgs } from "node:util";

/**
 * Reads whole numbers of the command line: `--seed 7 --inputs 1000`.
 *
 * @throws {TypeError} if a flag is not known or no whole number
 */
export function readNumbers<Name extends string>(
  defaults: Readonly<Record<Name, number>>,
  args: readonly string[] = process.argv.slice(2),
): Readonly<Record<Name, number>> {
  const names = Object.keys(defaults) as Name[];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  const { values } = parseArgs({ args: [...args], options });
  const read: Record<Name, number> = { ...defaults };
  for (const name of names) {
    const text = values[name];
    if (text === undefined) continue;
    if (!/^\d+(?:\.\d+)?$/.test(String(text))) throw new TypeError(`--${name} has to be a number`);
    read[name] = Number(text);
  }
  return read;
}

/** A seed for who names none. */
export function anySeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}
