import { type NegotiationId, parseNegotiationId } from "@lectern/protocol/ids";
import { randomHex } from "../random-hex.ts";

/** What the negotiations that one peer connection begins are named by: 64 random bits in hex. */
export function newNegotiationPrefix(): string {
  return randomHex(8);
}

/** @param count of the offers of that peer connection, from 1 */
export function negotiationIdOf(prefix: string, count: number): NegotiationId {
  const id = parseNegotiationId(`${prefix}-${count}`);
  if (!id) throw new RangeError(`Cannot name a negotiation by "${prefix}"`);
  return id;
}
