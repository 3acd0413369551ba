/** Chance that can be had again: the same seed gives the same run. */
export interface Random {
  /** From 0 to 1, 1 excluded. */
  unit(): number;
  /** A whole number from 0 to `end`, `end` excluded. */
  below(end: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T;
}

/** Makes the generator of a seed: sfc32, 128 bits of state, each output of 32 bits. */
export function createRandom(seed: number): Random {
  let [a, b, c, counter] = [0, seed | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp += 1) next();
  const unit = () => next() / 2 ** 32;
  const below = (end: number) => Math.floor(unit() * end);
  return { unit, below, chance: (probability) => unit() < probability, pick };

  function pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError("Cannot pick from an empty list");
    return list[below(list.length)] as T;
  }
}
