import { useCallback, useEffect, useState } from "preact/hooks";
import { type Answer, call } from "../api.ts";

export interface Loaded<T> {
  /** `null` until the app has answered. */
  readonly answer: Answer<T> | null;
  readonly reload: () => Promise<void>;
}

/** Fetches something of the API when the page opens, and again on demand. */
export function useLoaded<T>(path: string): Loaded<T> {
  const [answer, setAnswer] = useState<Answer<T> | null>(null);
  const reload = useCallback(async () => setAnswer(await call<T>("GET", path)), [path]);
  useEffect(() => void reload(), [reload]);
  return { answer, reload };
}
