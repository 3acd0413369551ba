/** What a check found, in sentences; the cure says what to do about it. */
export type Finding =
  | { readonly status: "ok" | "skipped"; readonly text: string }
  | { readonly status: "warning" | "failure"; readonly text: string; readonly cure: string };

export type Status = Finding["status"];

export function good(text: string): Finding {
  return { status: "ok", text };
}

export function skipped(text: string): Finding {
  return { status: "skipped", text };
}

/** Something that works now, and may not for everybody or for long. */
export function doubtful(text: string, cure: string): Finding {
  return { status: "warning", text, cure };
}

export function bad(text: string, cure: string): Finding {
  return { status: "failure", text, cure };
}
