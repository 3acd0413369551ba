import { useState } from "preact/hooks";
import type { Answer } from "../api.ts";

/** The state of something that is sent to the app: whether it is on its way, and what was wrong with it. */
export interface Form {
  readonly isBusy: boolean;
  readonly problem: string;
  /** Sends it; `onDone` is called when it went well. */
  readonly send: <T>(request: () => Promise<Answer<T>>, onDone: (body: T) => void) => Promise<void>;
}

export function useForm(): Form {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  return {
    isBusy,
    problem,
    send: async (request, onDone) => {
      if (isBusy) return;
      setBusy(true);
      setProblem("");
      const answer = await request();
      setBusy(false);
      if (answer.ok) onDone(answer.body);
      else setProblem(answer.message);
    },
  };
}
