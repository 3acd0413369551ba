/** Speech at a usual distance reaches about this root mean square. */
const fullScale = 0.25;

/**
 * How loud a sound is to be shown, from 0, silence, to 1.
 *
 * @param rms root mean square of its samples, of which the loudest is 1
 */
export function loudnessOf(rms: number): number {
  return Math.min(1, rms / fullScale);
}
