/** Quantiles of some values, each a value that occurred, to the hundredth; all of them 0 when there are none. */
export interface Quantiles {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export function quantilesOf(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number =>
    Math.round(100 * (sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0)) / 100;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
