import type { Entry, Field, Rule } from "./field.ts";
import { assertNever } from "./result.ts";

/** A JSON Schema (draft 7), as JSON. */
export interface JsonSchema {
  readonly [keyword: string]:
    | string
    | number
    | boolean
    | JsonSchema
    | readonly (string | JsonSchema)[];
}

/** Says where the schema of a rule stands, when it stands elsewhere under a name of its own. */
export type RefOf = (rule: Rule) => string | null;

/**
 * The JSON Schema of what a field allows, or a reference to it.
 *
 * It allows whatever the field reads. What JSON Schema cannot say it allows too:
 * lengths are counted in code points there, which are never more than bytes or
 * UTF-16 code units.
 */
export function jsonSchemaOf(field: Field<unknown>, refOf: RefOf): JsonSchema {
  const $ref = refOf(field.rule);
  return $ref === null ? definitionOf(field, refOf) : { $ref };
}

/** The JSON Schema of a field in full. */
export function definitionOf({ rule, expected }: Field<unknown>, refOf: RefOf): JsonSchema {
  switch (rule.kind) {
    case "text":
      return { type: "string", description: expected, ...textKeywords(rule) };
    case "choice":
      return choiceSchema(rule);
    case "integer":
      return { type: "integer", description: expected, minimum: rule.min, maximum: rule.max };
    case "boolean":
      return { type: "boolean" };
    case "nullable":
      return { oneOf: [jsonSchemaOf(rule.inner, refOf), { type: "null" }] };
    case "list":
      return {
        type: "array",
        items: jsonSchemaOf(rule.item, refOf),
        ...(rule.max !== undefined && { maxItems: rule.max }),
      };
    case "object":
      return objectSchema(rule.entries, refOf);
    default:
      return assertNever(rule);
  }
}

/** The JSON Schema of an object with some members; others may be there, and are of a later version. */
export function objectSchema(entries: readonly Entry[], refOf: RefOf): JsonSchema {
  const properties = entries.map(({ name, field }) => [name, jsonSchemaOf(field, refOf)] as const);
  return {
    type: "object",
    required: entries.filter(({ isOptional }) => !isOptional).map(({ name }) => name),
    properties: Object.fromEntries(properties),
  };
}

function textKeywords({
  min,
  max,
  pattern,
  without,
}: Extract<Rule, { readonly kind: "text" }>): JsonSchema {
  return {
    ...(min !== undefined && { minLength: min }),
    ...(max !== undefined && { maxLength: max }),
    ...(pattern && { pattern: pattern.source }),
    ...(without && { not: { pattern: without.source } }),
  };
}

function choiceSchema({ choices, isOpen }: Extract<Rule, { readonly kind: "choice" }>): JsonSchema {
  const [only, ...others] = choices;
  if (isOpen) return { anyOf: [{ type: "string", enum: choices }, { type: "string" }] };
  return only !== undefined && others.length === 0
    ? { const: only }
    : { type: "string", enum: choices };
}
