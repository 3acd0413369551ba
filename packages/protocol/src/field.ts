import { invalidField, type Refusal } from "./refusal.ts";
import { fail, ok, type Result } from "./result.ts";

/** How one member of a message is read. */
export interface Field<T> {
  /** What is allowed, to follow "has to be". */
  readonly expected: string;
  /** The value, built anew or of a primitive type; `undefined` when it is not allowed. */
  readonly read: (value: unknown) => T | undefined;
}

/** A member that may be left out; it is then left out of the result too. */
export interface OptionalField<T> extends Field<T> {
  readonly optional: true;
}

/** The members of one message type. */
export type Shape = Readonly<Record<string, Field<unknown>>>;

/** The object that a shape reads. */
export type Shaped<S extends Shape> = {
  readonly [K in keyof S as S[K] extends OptionalField<unknown> ? never : K]: FieldValue<S[K]>;
} & {
  readonly [K in keyof S as S[K] extends OptionalField<unknown> ? K : never]?: FieldValue<S[K]>;
};

type FieldValue<F> = F extends Field<infer T> ? T : never;

/** An object as `JSON.parse` made it; its own members only are to be looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function field<T>(expected: string, read: (value: unknown) => T | undefined): Field<T> {
  return { expected, read };
}

export function optional<T>(inner: Field<T>): OptionalField<T> {
  return { ...inner, optional: true };
}

/** A field whose reader says `null` for "not allowed", as the parsers of ids do. */
export function parsed<T>(expected: string, parse: (value: unknown) => T | null): Field<T> {
  return field(expected, (value) => parse(value) ?? undefined);
}

export function text(expected: string, isAllowed: (value: string) => boolean): Field<string> {
  return field(expected, (value) =>
    typeof value === "string" && isAllowed(value) ? value : undefined,
  );
}

export function integer(expected: string, min: number, max: number): Field<number> {
  return field(expected, (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= min && value <= max
      ? value
      : undefined,
  );
}

export function nullable<T>(inner: Field<T>): Field<T | null> {
  return field(`${inner.expected}, or null`, (value) =>
    value === null ? null : inner.read(value),
  );
}

export function listOf<T>(inner: Field<T>): Field<readonly T[]> {
  return field(`a list, each ${inner.expected}`, (value) => {
    if (!Array.isArray(value)) return undefined;
    const items = value.map(inner.read).filter((item) => item !== undefined);
    return items.length === value.length ? items : undefined;
  });
}

export function objectOf<S extends Shape>(expected: string, shape: S): Field<Shaped<S>> {
  return field(expected, (value) => {
    if (!isJsonObject(value)) return undefined;
    const result = readShape(value, shape);
    return result.ok ? result.value : undefined;
  });
}

export const anyBoolean = field("true or false", (value) =>
  typeof value === "boolean" ? value : undefined,
);

/** Reads the members that a shape names into a new object; the others are ignored. */
export function readShape<S extends Shape>(
  source: JsonObject,
  shape: S,
  path = "",
): Result<Shaped<S>, Refusal> {
  const target: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries(shape)) {
    const value = Object.hasOwn(source, name) ? source[name] : undefined;
    if (value === undefined && "optional" in rule) continue;
    const read = rule.read(value);
    if (read === undefined) return fail(invalidField(path + name, rule.expected));
    target[name] = read;
  }
  return ok(target as Shaped<S>);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
