import { type InstanceId, parseInstanceId } from "@lectern/protocol/ids";

/**
 * Makes the name of one life of a page's conference: 128 random bits in hex.
 *
 * `crypto.randomUUID` would do, but a page that is not secure has none, and such
 * a page may still watch and write.
 */
export function newInstanceId(): InstanceId {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const id = parseInstanceId(hex);
  if (!id) throw new RangeError(`Cannot make an instance id of "${hex}"`);
  return id;
}
