import type { CloseReason, ErrorCode } from "@lectern/protocol/codes";
import type { ServerMessage } from "@lectern/protocol/messages";
import type { ConnectionId, Effect, ErrorMessage, Room, SeatId, Step } from "./room-types.ts";

export function nothing(room: Room): Step {
  return { room, effects: [] };
}

export function idsOf(seats: Room["seats"]): readonly SeatId[] {
  return [...seats.values()].map((seat) => seat.id);
}

export function send(to: readonly SeatId[], message: ServerMessage): Effect {
  return { type: "send", to, message };
}

export function tell(
  connection: ConnectionId,
  code: ErrorCode,
  message: string,
  ref?: string,
): Effect {
  return { type: "tell", connection, message: error(code, message, ref) };
}

export function error(code: ErrorCode, message: string, ref?: string): ErrorMessage {
  return { type: "error", code, message, ...(ref !== undefined && { ref }) };
}

/** Tells a socket why, and closes it. */
export function refuse(
  connection: ConnectionId,
  reason: Exclude<CloseReason, "bye">,
  message: string,
): readonly Effect[] {
  return [tell(connection, reason, message), { type: "close", connections: [connection], reason }];
}
