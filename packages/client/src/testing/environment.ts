/** The environment of the test run; the library that is tested knows of none. */
export const environment: Readonly<Record<string, string | undefined>> = Reflect.get(
  globalThis,
  "process",
).env;
