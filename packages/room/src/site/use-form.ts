import { useState } from "preact/hooks";
import type { Answer } from "../api.ts";

/** The state of something that is sent to the app: whether it is on its way, and what was wrong with it. */
export interface Form {
  readonly isBusy: boolean;
  /** What was wrong, unless one of the fields says so itself. */
  readonly problem: string;
  /** What was wrong with one of the fields that say so themselves. */
  readonly problemOf: (field: string) => string | undefined;
  /** Sends it; `onDone` is called when it went well. */
  readonly send: <T>(request: () => Promise<Answer<T>>, onDone: (body: T) => void) => Promise<void>;
}

interface Wrong {
  readonly field: string | null;
  readonly message: string;
}

/** @param fields that say themselves what is wrong with them, by their names in the API */
export function useForm(fields: readonly string[] = []): Form {
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const isOfField = wrong?.field != null && fields.includes(wrong.field);
  return {
    isBusy,
    problem: isOfField ? "" : (wrong?.message ?? ""),
    problemOf: (field) => (isOfField && wrong?.field === field ? wrong.message : undefined),
    send: async (request, onDone) => {
      if (isBusy) return;
      setBusy(true);
      setWrong(null);
      const answer = await request();
      setBusy(false);
      if (answer.ok) onDone(answer.body);
      else setWrong(answer);
    },
  };
}
