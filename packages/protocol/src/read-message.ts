import { choice, type Field, type Members } from "./field.ts";
import type { Refusal } from "./refusal.ts";
import { fail, ok, type Result } from "./result.ts";
import {
  isJsonObject,
  type JsonObject,
  readShape,
  type Shape,
  type Shaped,
  shape,
} from "./shape.ts";

/** What each message of one direction has beside its type, by that type. */
export type MessageTable = Readonly<Record<string, Members>>;

/** The shapes of such a table. */
export type MessageShapes<T extends MessageTable = MessageTable> = {
  readonly [Type in keyof T]: Shape<T[Type] & { readonly type: Field<Type> }>;
};

/** What they read: a union over the types. */
export type MessageOf<T extends MessageTable> = {
  readonly [Type in keyof T]: Shaped<T[Type] & { readonly type: Field<Type> }>;
}[keyof T];

/** @param always members that every message of the table has */
export function messageShapes<A extends Members, const T extends MessageTable>(
  always: A,
  table: T,
): MessageShapes<{ readonly [Type in keyof T]: A & T[Type] }> {
  const shapes = Object.entries(table).map(([type, members]) => [
    type,
    shape({ type: choice(type), ...always, ...members }),
  ]);
  return Object.fromEntries(shapes);
}

/** Reads the text of a frame as a JSON object. Of duplicate keys the last counts (RFC 8259 §4). */
export function readFrame(text: string): Result<JsonObject, Refusal> {
  const members = parseJson(text);
  if (isJsonObject(members)) return ok(members);
  return fail({ code: "bad-json", message: "Frame is not a JSON object" });
}

/** Reads the members of a frame by the shape that its type names. */
export function readMessage<T extends MessageTable>(
  members: JsonObject,
  shapes: MessageShapes<T>,
): Result<MessageOf<T>, Refusal> {
  const type = members["type"];
  if (typeof type !== "string") {
    return fail({ code: "unknown-type", field: "type", message: "Message has no type" });
  }
  const shape = Object.hasOwn(shapes, type) ? shapes[type] : undefined;
  if (!shape) return fail(unknownType(type));
  return readShape(members, shape) as Result<MessageOf<T>, Refusal>;
}

function unknownType(type: string): Refusal {
  const shown = JSON.stringify(type.slice(0, 32));
  return { code: "unknown-type", field: "type", message: `Message type ${shown} is not known` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
