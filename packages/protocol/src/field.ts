import type { Refusal } from "./refusal.ts";
import { isWithinBytes, isWithinLength } from "./text.ts";

/** How one member of a message is read. */
export interface Field<T> {
  /** What is allowed, as data: what `read` goes by, and what a JSON Schema is made from. */
  readonly rule: Rule;
  /** What is allowed, as words that follow "has to be". */
  readonly expected: string;
  /** The value, built anew or of a primitive type; `undefined` when it is not allowed. */
  readonly read: (value: unknown) => T | undefined;
  /** Names the part at fault of a value that is not allowed; `null` when it is the whole. */
  readonly explain: (value: unknown, path: string) => Refusal | null;
}

/** A member that may be left out; it is then left out of the result too. */
export interface OptionalField<T> extends Field<T> {
  readonly optional: true;
}

/** The members of an object, by name. */
export type Members = Readonly<Record<string, Field<unknown>>>;

/** One of them, as it is looked at. */
export interface Entry {
  readonly name: string;
  readonly field: Field<unknown>;
  readonly isOptional: boolean;
}

/** What a text may be. */
export interface TextRule {
  /** The fewest characters: 0 or 1. */
  readonly min?: 0 | 1;
  readonly max?: number;
  /** What `max` counts: bytes of UTF-8, Unicode code points, or UTF-16 code units. */
  readonly unit?: "byte" | "code-point" | "code-unit";
  /** What must not occur in it. */
  readonly without?: RegExp;
}

export type Rule =
  | (TextRule & { readonly kind: "text"; readonly pattern?: RegExp })
  /** `isOpen`: later versions of the contract may have more of them. */
  | { readonly kind: "choice"; readonly choices: readonly string[]; readonly isOpen: boolean }
  | { readonly kind: "integer"; readonly min: number; readonly max: number }
  | { readonly kind: "boolean" }
  | { readonly kind: "nullable"; readonly inner: Field<unknown> }
  | { readonly kind: "list"; readonly item: Field<unknown>; readonly max?: number }
  | { readonly kind: "object"; readonly entries: readonly Entry[] };

export function field<T>(
  rule: Rule,
  expected: string,
  read: Field<T>["read"],
  explain: Field<T>["explain"] = () => null,
): Field<T> {
  return { rule, expected, read, explain };
}

export function optional<T>(inner: Field<T>): OptionalField<T> {
  return { ...inner, optional: true };
}

/** @param noun what it is, to be followed by its length */
export function text(noun: string, rule: TextRule = {}): Field<string> {
  const { min = 0, max = Number.POSITIVE_INFINITY, unit = "code-unit", without } = rule;
  const isWithin = measures[unit];
  return field({ kind: "text", ...rule }, noun + lengthInWords(rule), (value) =>
    typeof value === "string" &&
    value.length >= min &&
    isWithin(value, max) &&
    !without?.test(value)
      ? value
      : undefined,
  );
}

/** A text that has a parser of its own, which says `null` for "not allowed". */
export function parsed<T extends string>(
  expected: string,
  rule: TextRule & { readonly pattern: RegExp },
  parse: (value: unknown) => T | null,
): Field<T> {
  return field({ kind: "text", ...rule }, expected, (value) => parse(value) ?? undefined);
}

export function choice<T extends string>(...choices: readonly T[]): Field<T> {
  return field({ kind: "choice", choices, isOpen: false }, choices.join(" or "), (value) =>
    choices.includes(value as T) ? (value as T) : undefined,
  );
}

/** A choice to which later versions may add: what is not known reads as `fallback`. */
export function openChoice<T extends string>(
  expected: string,
  choices: readonly T[],
  fallback: T,
): Field<T> {
  return field({ kind: "choice", choices, isOpen: true }, expected, (value) => {
    if (typeof value !== "string") return undefined;
    return choices.includes(value as T) ? (value as T) : fallback;
  });
}

export function integer(expected: string, min: number, max: number): Field<number> {
  return field({ kind: "integer", min, max }, expected, (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= min && value <= max
      ? value
      : undefined,
  );
}

export const anyBoolean = field({ kind: "boolean" }, "true or false", (value) =>
  typeof value === "boolean" ? value : undefined,
);

export function nullable<T>(inner: Field<T>): Field<T | null> {
  return field<T | null>(
    { kind: "nullable", inner },
    `${inner.expected}, or null`,
    (value) => (value === null ? null : inner.read(value)),
    inner.explain,
  );
}

/** @param max the most items */
export function listOf<T>(item: Field<T>, max?: number): Field<readonly T[]> {
  const rule = { kind: "list", item, ...(max !== undefined && { max }) } as const;
  const noun = max === undefined ? "a list" : `a list of at most ${max}`;
  return field(rule, `${noun}, each ${item.expected}`, (value) => {
    if (!Array.isArray(value) || value.length > (max ?? value.length)) return undefined;
    const items = value.map(item.read).filter((one) => one !== undefined);
    return items.length === value.length ? items : undefined;
  });
}

const measures = {
  byte: isWithinBytes,
  "code-point": isWithinLength,
  "code-unit": (value: string, max: number): boolean => value.length <= max,
} as const;

function lengthInWords({ min, max, unit }: TextRule): string {
  if (max === undefined) return "";
  const least = min === undefined ? "at most" : `${min} to`;
  return ` of ${least} ${max} ${unit === "byte" ? "bytes" : "characters"}`;
}
