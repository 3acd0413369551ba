import { type Entry, type Field, field, type Members, type OptionalField } from "./field.ts";
import { invalidField, type Refusal } from "./refusal.ts";
import { fail, ok, type Result } from "./result.ts";

/** The members of an object, made ready for reading many such objects. */
export interface Shape<M extends Members> {
  readonly entries: readonly Entry[];
  /** For the compiler alone. */
  readonly members?: M;
}

/** The object that is read by some members. */
export type Shaped<M extends Members> = {
  readonly [K in keyof M as M[K] extends OptionalField<unknown> ? never : K]: FieldValue<M[K]>;
} & {
  readonly [K in keyof M as M[K] extends OptionalField<unknown> ? K : never]?: FieldValue<M[K]>;
};

type FieldValue<F> = F extends Field<infer T> ? T : never;

/** An object as `JSON.parse` made it. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function shape<M extends Members>(members: M): Shape<M> {
  const entries = Object.entries(members).map(([name, field]) => ({
    name,
    field,
    isOptional: "optional" in field,
  }));
  return { entries };
}

/** Reads the members that a shape names into a new object; the others are ignored. */
export function readShape<M extends Members>(
  source: JsonObject,
  { entries }: Shape<M>,
  path = "",
): Result<Shaped<M>, Refusal> {
  const target: Record<string, unknown> = {};
  for (const { name, field, isOptional } of entries) {
    // No member of the contract is called as something that every object inherits.
    const value = source[name];
    if (value === undefined && isOptional) continue;
    const read = field.read(value);
    if (read === undefined) {
      const at = path === "" ? name : `${path}.${name}`;
      return fail(field.explain(value, at) ?? invalidField(at, field.expected));
    }
    target[name] = read;
  }
  return ok(target as Shaped<M>);
}

export function objectOf<M extends Members>(noun: string, shape: Shape<M>): Field<Shaped<M>> {
  return objectField(noun, shape, (value, path) => readShape(value, shape, path));
}

/** A field that holds an object, by a reader of objects. */
export function objectField<T>(
  expected: string,
  { entries }: Shape<Members>,
  read: (value: JsonObject, path: string) => Result<T, Refusal>,
): Field<T> {
  return field(
    { kind: "object", entries },
    expected,
    (value) => {
      const result = isJsonObject(value) ? read(value, "") : null;
      return result?.ok ? result.value : undefined;
    },
    (value, path) => {
      const result = isJsonObject(value) ? read(value, path) : null;
      return result && !result.ok ? result.error : null;
    },
  );
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
