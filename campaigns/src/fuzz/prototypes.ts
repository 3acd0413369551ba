const prototypes = [Object, Array, Function, String, Number, Boolean, Map, Set, Promise, Error].map(
  (builtIn) => builtIn.prototype,
);

/**
 * W7: remembers what the built-in prototypes hold.
 *
 * @returns a function that tells whether they still hold that, and nothing else
 */
export function watchPrototypes(): () => boolean {
  const before = prototypes.map(describe);
  return () =>
    prototypes.every((prototype, at) => isSame(before[at] ?? new Map(), describe(prototype)));
}

type Members = ReadonlyMap<string | symbol, unknown>;

function describe(prototype: object): Members {
  return new Map(
    Reflect.ownKeys(prototype).map((key) => {
      const property = Reflect.getOwnPropertyDescriptor(prototype, key);
      return [key, property?.value ?? property?.get];
    }),
  );
}

function isSame(before: Members, now: Members): boolean {
  return before.size === now.size && [...now].every(([key, value]) => before.get(key) === value);
}
