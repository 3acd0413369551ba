import { field, integer, objectOf, optional, parsed, text } from "./field.ts";
import { parseInstanceId, parseParticipantId, parseRole, parseRoomId } from "./ids.ts";
import { limits } from "./limits.ts";
import { isWithinLength, parseDisplayName } from "./text.ts";

/** Members that messages of both directions have in common. */
export const participantId = parsed(
  "an actor id such as teacher-2 or student-5",
  parseParticipantId,
);
export const roomId = parsed("a room id such as conference-12", parseRoomId);
export const instanceId = parsed("1 to 64 of A-Z a-z 0-9 _ -", parseInstanceId);
export const ref = text(
  `a string of at most ${limits.maxRefLength} characters`,
  (value) => value.length <= limits.maxRefLength,
);
export const chatText = text(
  `a string of 1 to ${limits.maxChatLength} characters`,
  (value) => value.length > 0 && isWithinLength(value, limits.maxChatLength),
);
export const opaqueText = text(
  `a string of 1 to ${limits.maxSecretLength} characters`,
  (value) => value.length > 0 && value.length <= limits.maxSecretLength,
);
export const count = integer("a whole number from 0", 0, Number.MAX_SAFE_INTEGER);
export const anyText = field("a string", (value) =>
  typeof value === "string" ? value : undefined,
);

export const participant = objectOf("a participant { id, role, name, joinedAt }", {
  id: participantId,
  role: parsed("teacher or student", parseRole),
  name: parsed(`a name of 1 to ${limits.maxNameLength} characters`, parseDisplayName),
  joinedAt: count,
  instance: optional(instanceId),
});
