import type { ParticipantId, Role, RoomId } from "@lectern/protocol/ids";

/** Fixed parts of a signaling token (RFC 7515, RFC 7519, RFC 8725 §3.11). */
export const tokenHeader = { alg: "HS256", typ: "conference-signaling+jwt" } as const;
export const tokenIssuer = "lectern";
export const tokenAudience = "conference-signaling";

/** What a verified token says of its bearer. */
export interface Claims {
  readonly sub: ParticipantId;
  readonly role: Role;
  readonly room: RoomId;
  readonly name: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  /** Seconds since the epoch. */
  readonly exp: number;
  /** Unique id of this token, by which it can be revoked. */
  readonly jti: string;
}
