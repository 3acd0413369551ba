import type { ParticipantId } from "@lectern/protocol/ids";
import type { Participant, ServerMessage } from "@lectern/protocol/messages";

/** The participants whom a client believes to be in its room, itself included. */
export type Roster = ReadonlyMap<ParticipantId, Participant>;

/** What a message of the server makes of a roster. */
export function rosterAfter(roster: Roster, message: ServerMessage): Roster {
  switch (message.type) {
    case "joined":
      return new Map([...message.participants, message.self].map((one) => [one.id, one]));
    case "peer-joined":
      return new Map(roster).set(message.peer.id, message.peer);
    case "peer-left":
      return new Map([...roster].filter(([id]) => id !== message.peerId));
    default:
      return roster;
  }
}
