declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** An actor of a room: `teacher-2`, `student-5`. Only {@link parseParticipantId} makes one. */
export type ParticipantId = Brand<string, "ParticipantId">;

/** A room: `conference-12`. Only {@link parseRoomId} makes one. */
export type RoomId = Brand<string, "RoomId">;

/** One life of a page: what tells a page that came back from one that was loaded anew. */
export type InstanceId = Brand<string, "InstanceId">;

/** One offer and its answer, with the candidates found by them. */
export type NegotiationId = Brand<string, "NegotiationId">;

export type Role = "teacher" | "student";

/** What the ids are made of; they stand in the published schema too. */
export const participantPattern = /^(?:teacher|student)-[A-Za-z0-9_-]{1,64}$/;
export const roomPattern = /^conference-[A-Za-z0-9_-]{1,64}$/;
export const instancePattern = /^[A-Za-z0-9_-]{1,64}$/;
export const negotiationPattern = instancePattern;

export function parseParticipantId(value: unknown): ParticipantId | null {
  return matches(value, participantPattern) ? (value as ParticipantId) : null;
}

export function parseRoomId(value: unknown): RoomId | null {
  return matches(value, roomPattern) ? (value as RoomId) : null;
}

export function parseInstanceId(value: unknown): InstanceId | null {
  return matches(value, instancePattern) ? (value as InstanceId) : null;
}

export function parseNegotiationId(value: unknown): NegotiationId | null {
  return matches(value, negotiationPattern) ? (value as NegotiationId) : null;
}

export function parseRole(value: unknown): Role | null {
  return value === "teacher" || value === "student" ? value : null;
}

/** The role that an actor id names; the token's `role` has to agree with it. */
export function roleOf(id: ParticipantId): Role {
  return id.startsWith("teacher-") ? "teacher" : "student";
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === "string" && pattern.test(value);
}
