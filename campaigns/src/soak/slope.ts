/** A value and when it was measured, in ms. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

export interface Slope {
  /** How much the value grows in an hour. */
  readonly perHour: number;
  /** Standard error of that. */
  readonly errorPerHour: number;
}

const hourMs = 3_600_000;

/**
 * Fits a line through samples (least squares) and tells how steep it is.
 *
 * @throws {RangeError} if there are fewer than three samples, or all of one moment
 */
export function slopeOf(samples: readonly Sample[]): Slope {
  if (samples.length < 3) throw new RangeError(`Cannot fit a line to ${samples.length} samples`);
  const meanAt = mean(samples.map(({ at }) => at));
  const meanValue = mean(samples.map(({ value }) => value));
  const spread = sum(samples.map(({ at }) => (at - meanAt) ** 2));
  if (spread === 0) throw new RangeError("Cannot fit a line to samples of one moment");
  const slope = sum(samples.map(({ at, value }) => (at - meanAt) * (value - meanValue))) / spread;
  const residuals = samples.map(({ at, value }) => value - meanValue - slope * (at - meanAt));
  const variance = sum(residuals.map((residual) => residual ** 2)) / (samples.length - 2);
  return { perHour: slope * hourMs, errorPerHour: Math.sqrt(variance / spread) * hourMs };
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
