import type { Role } from "@lectern/protocol/ids";

/**
 * Decides who makes the first offer of a pair.
 *
 * The teacher calls everyone and a student never calls a teacher; between two of
 * the same role the one who came later calls. Both ends come to opposite results,
 * so offers do not cross.
 *
 * @param isLater whether oneself came after the peer, by the newest roster
 */
export function makesFirstOffer(self: Role, peer: Role, isLater: boolean): boolean {
  return self === peer ? isLater : self === "teacher";
}
