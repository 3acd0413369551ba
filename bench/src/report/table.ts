import type { Goal } from "./figures.ts";
import type { Hot } from "./profile.ts";
import type { Result, Run } from "./summary.ts";

const heads = ["figure", "Lectern", "bare relay", "ratio", "goal", ""] as const;

/** The results as a table for people, its columns in line. */
export function formatTable(results: readonly Result[]): string {
  const rows = [heads, ...results.map(rowOf)];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column === 0 || column > 3 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** One line while it runs. */
export function formatRun({ measurement, round, server, values }: Run): string {
  const shown = Object.entries(values).map(([name, value]) => `${name} ${formatNumber(value)}`);
  return `${measurement}, round ${round}, ${server}: ${shown.join(", ")}`;
}

export function formatHottest(name: string, hottest: readonly Hot[]): string {
  const lines = hottest.map((hot) => `${(hot.share * 100).toFixed(1).padStart(6)} %  ${hot.name}`);
  return [`Profile of ${name}`, ...lines].join("\n");
}

/** A number with three digits that say something. */
export function formatNumber(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function rowOf({ title, unit, lectern, yardstick, ratio, goal, isMet }: Result): readonly string[] {
  const met = isMet === null ? "" : isMet ? "met" : "NOT MET";
  const values = [formatNumber(lectern), formatNumber(yardstick)];
  const name = unit === "" ? title : `${title} [${unit}]`;
  return [name, ...values, Number.isFinite(ratio) ? ratio.toFixed(2) : "", formatGoal(goal), met];
}

function formatGoal({ ratioAtMost, ratioAtLeast, atMost }: Goal): string {
  return [
    ...(ratioAtMost === undefined ? [] : [`ratio at most ${ratioAtMost.toFixed(2)}`]),
    ...(ratioAtLeast === undefined ? [] : [`ratio at least ${ratioAtLeast.toFixed(2)}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ].join(", ");
}
