import { isJsonObject, type JsonObject } from "./field.ts";
import type { Refusal } from "./refusal.ts";
import { fail, ok, type Result } from "./result.ts";

/** One frame before its members are looked at. */
export interface Frame {
  readonly type: string;
  readonly members: JsonObject;
}

/** Reads the text of a frame as a JSON object with a `type`. Of duplicate keys the last counts (RFC 8259 §4). */
export function readFrame(text: string): Result<Frame, Refusal> {
  const members = parseJson(text);
  if (!isJsonObject(members)) {
    return fail({ code: "bad-json", message: "Frame is not a JSON object" });
  }
  const type = Object.hasOwn(members, "type") ? members["type"] : undefined;
  if (typeof type !== "string") {
    return fail({ code: "unknown-type", field: "type", message: "Message has no type" });
  }
  return ok({ type, members });
}

/** The refusal of a type that this version does not know. */
export function unknownType(type: string): Refusal {
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
