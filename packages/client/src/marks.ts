/** What somebody says of their own microphone and camera. It is a mark for people, and enforces nothing. */
export interface Marks {
  readonly microphone: boolean;
  readonly camera: boolean;
}

/** The channel of a pair on which marks travel; agreed on beforehand, so it costs no negotiation. */
export const marksChannel = { label: "lectern", negotiated: true, id: 0 } as const;

/** Reads what came over the channel; `null` when it is no marks. */
export function parseMarks(data: unknown): Marks | null {
  if (typeof data !== "string" || data.length > 1024) return null;
  const value = parseJson(data);
  if (typeof value !== "object" || value === null) return null;
  const { microphone, camera }: { microphone?: unknown; camera?: unknown } = value;
  return typeof microphone === "boolean" && typeof camera === "boolean"
    ? { microphone, camera }
    : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
