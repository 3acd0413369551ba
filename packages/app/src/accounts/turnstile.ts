/** Lets a few pieces of work through at a time and keeps the others waiting in line. */
export interface Turnstile {
  /** The work's result, or `"full"` when too many are waiting already. */
  readonly pass: <T>(work: () => Promise<T>) => Promise<T | "full">;
}

export interface TurnstileOptions {
  readonly places: number;
  readonly maxWaiting: number;
}

/** Bounds the memory and the processor time that expensive work can take at once. */
export function createTurnstile({ places, maxWaiting }: TurnstileOptions): Turnstile {
  const waiting: (() => void)[] = [];
  let free = places;

  function takePlace(): Promise<void> {
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => waiting.push(resolve));
  }

  function leavePlace(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  return {
    pass: async (work) => {
      if (free === 0 && waiting.length >= maxWaiting) return "full";
      await takePlace();
      try {
        return await work();
      } finally {
        leavePlace();
      }
    },
  };
}
