import { parseClientMessage } from "@lectern/protocol/client-message";
import { parseParticipantId } from "@lectern/protocol/ids";
import { expect, test } from "vitest";
import { type RoomMessage, roomEventOf } from "./room-event-of.ts";
import type { ConnectionId } from "./room-types.ts";

const from = parseParticipantId("teacher-1") ?? unreachable();
const sender = { from, connection: 1 as ConnectionId };

test.each([
  { type: "offer", payload: { type: "offer", sdp: "v=0" } },
  { type: "answer", payload: { type: "answer", sdp: "v=0" }, negotiation: "n-1" },
  { type: "ice-candidate", payload: null, negotiation: "n-1" },
])("roomEventOf() passes %j on as it is", (signal) => {
  const event = roomEventOf(read({ ...signal, to: "student-5" }), sender, 1000);
  expect(event).toEqual({ type: "signal", ...sender, to: "student-5", signal });
});

function read(message: object): RoomMessage {
  const parsed = parseClientMessage(JSON.stringify(message));
  if (!parsed.ok) unreachable();
  const { value } = parsed;
  if (value.type === "join" || value.type === "resume" || value.type === "ping") unreachable();
  return value;
}

function unreachable(): never {
  throw new RangeError("Cannot be");
}
