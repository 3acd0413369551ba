import { type InstanceId, parseInstanceId } from "@lectern/protocol/ids";
import { randomHex } from "./random-hex.ts";

/** Makes the name of one life of a page's conference: 128 random bits in hex. */
export function newInstanceId(): InstanceId {
  const hex = randomHex(16);
  const id = parseInstanceId(hex);
  if (!id) throw new RangeError(`Cannot make an instance id of "${hex}"`);
  return id;
}
