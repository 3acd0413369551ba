import { choice, integer, optional, parsed, text } from "./field.ts";
import {
  instancePattern,
  negotiationPattern,
  parseInstanceId,
  parseNegotiationId,
  parseParticipantId,
  parseRoomId,
  participantPattern,
  roomPattern,
} from "./ids.ts";
import { limits } from "./limits.ts";
import { objectOf, shape } from "./shape.ts";
import { forbiddenInNames, parseDisplayName } from "./text.ts";

/** Members that messages of both directions have in common. */
export const participantId = parsed(
  "an actor id such as teacher-2 or student-5",
  { pattern: participantPattern },
  parseParticipantId,
);
export const roomId = parsed(
  "a room id such as conference-12",
  { pattern: roomPattern },
  parseRoomId,
);
export const instanceId = parsed(
  "1 to 64 of A-Z a-z 0-9 _ -",
  { pattern: instancePattern },
  parseInstanceId,
);
export const negotiationId = parsed(
  "1 to 64 of A-Z a-z 0-9 _ -",
  { pattern: negotiationPattern },
  parseNegotiationId,
);
export const displayName = parsed(
  `a name of 1 to ${limits.maxNameLength} characters`,
  { min: 1, max: limits.maxNameLength, pattern: /\S/, without: forbiddenInNames },
  parseDisplayName,
);
export const ref = text("a string", { max: limits.maxRefLength, unit: "code-unit" });
export const opaqueText = text("a string", {
  min: 1,
  max: limits.maxSecretLength,
  unit: "code-unit",
});
export const anyText = text("a string");
export const count = integer("a whole number from 0", 0, Number.MAX_SAFE_INTEGER);

export const participant = objectOf(
  "a participant { id, role, name, joinedAt }",
  shape({
    id: participantId,
    role: choice("teacher", "student"),
    name: displayName,
    joinedAt: count,
    instance: optional(instanceId),
  }),
);
