/** Longer texts are not read: what the two ends of a pair tell one another is short. */
const maxLength = 1024;

/** Reads what came over the channel of a pair as a JSON object; `null` when it is none. */
export function readChannelText(data: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof data !== "string" || data.length > maxLength) return null;
  const value = parseJson(data);
  return typeof value === "object" && value !== null ? { ...value } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
