/** Types of messages that only those get who said in their `join` that they accept them. */
export const optionalTypes = ["mend", "report"] as const;

export type OptionalType = (typeof optionalTypes)[number];
