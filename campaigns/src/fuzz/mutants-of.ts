/** A source with one thing in it broken. */
export interface Mutant {
  readonly line: number;
  /** Empty where the line was taken out. */
  readonly became: string;
  readonly source: string;
}

/** What is broken by a slip of the hand, and what then stands there. */
const slips: readonly (readonly [RegExp, string])[] = [
  [/ === /g, " !== "],
  [/ !== /g, " === "],
  [/ &&/g, " ||"],
  [/ \|\|/g, " &&"],
  [/ > /g, " >= "],
  [/ >= /g, " > "],
  [/ < /g, " <= "],
  [/ <= /g, " < "],
  [/ \+ /g, " - "],
  [/ - /g, " + "],
  [/!(?!=)/g, ""],
  [/return false/g, "return true"],
  [/\.some\(/g, ".every("],
  [/^\s*if \(.*\) return .*;$/g, ""],
];

/**
 * Breaks a source in one place at a time: an operator taken for its neighbour, or a check
 * left out. How many of these a test notices says what its silence is worth.
 */
export function mutantsOf(source: string): readonly Mutant[] {
  const lines = source.split("\n");
  return lines.flatMap((line, at) =>
    (isCode(line) ? changesOf(line) : []).map((changed) => ({
      line: at + 1,
      became: changed.trim(),
      source: lines.with(at, changed).join("\n"),
    })),
  );
}

function isCode(line: string): boolean {
  return !/^\s*(?:import |\/\/|\/?\*)/.test(line);
}

function changesOf(line: string): readonly string[] {
  return slips.flatMap(([slip, becomes]) =>
    [...line.matchAll(slip)].map(
      ({ 0: was, index }) => line.slice(0, index) + becomes + line.slice(index + was.length),
    ),
  );
}
