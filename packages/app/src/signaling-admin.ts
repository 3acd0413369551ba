import { type ParticipantId, parseRoomId, type RoomId } from "@lectern/protocol/ids";

/** A room as the signaling server tells of it. */
export interface LiveRoom {
  readonly roomId: RoomId;
  readonly teachers: number;
  readonly students: number;
  /** Of these, seats that are held for somebody whose connection is lost. */
  readonly held: number;
  /** When the first of those who are in came, in ms since the epoch. */
  readonly since: number;
}

/** What became of a command; `away`: nobody answered. */
export type RemovalOutcome = "removed" | "not-there" | "away";
export type EndOutcome = "ended" | "away";

/** The signaling server, as the app asks it for something and waits for the answer. */
export interface SignalingAdmin {
  /** It listens at this port of the loopback from now on. */
  foundAt(port: number): void;
  /** @returns `null` when it is away */
  rooms(): Promise<readonly LiveRoom[] | null>;
  remove(roomId: RoomId, actor: ParticipantId): Promise<RemovalOutcome>;
  end(roomId: RoomId, by: ParticipantId): Promise<EndOutcome>;
}

/** It answers from memory, over the loopback: who has not by then is away. */
const answerTimeoutMs = 1_000;

/**
 * Makes the client of the signaling server's admin interface.
 *
 * @param secret `null`: there is no such interface, and it is always away
 */
export function createSignalingAdmin(secret: string | null): SignalingAdmin {
  let port: number | null = null;
  const ask = async (method: "GET" | "POST", path: string, body?: object) => {
    if (secret === null || port === null) return null;
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { authorization: `Bearer ${secret}` },
        signal: AbortSignal.timeout(answerTimeoutMs),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const answer: unknown = await response.json();
      return response.ok && isObject(answer) ? answer : null;
    } catch {
      return null;
    }
  };
  return {
    foundAt: (found) => {
      port = found;
    },
    rooms: async () => {
      const answer = await ask("GET", "/rooms");
      return answer && Array.isArray(answer["rooms"]) ? answer["rooms"].flatMap(readRoom) : null;
    },
    remove: async (roomId, actor) => {
      const answer = await ask("POST", `/rooms/${roomId}/remove`, { actor });
      if (!answer) return "away";
      return answer["wasSeated"] === true ? "removed" : "not-there";
    },
    end: async (roomId, by) =>
      (await ask("POST", `/rooms/${roomId}/end`, { by })) === null ? "away" : "ended",
  };
}

function readRoom(value: unknown): readonly LiveRoom[] {
  const roomId = isObject(value) ? parseRoomId(value["roomId"]) : null;
  if (!isObject(value) || !roomId) return [];
  const count = (name: Exclude<keyof LiveRoom, "roomId">) => Number(value[name]);
  return [
    {
      roomId,
      teachers: count("teachers"),
      students: count("students"),
      held: count("held"),
      since: count("since"),
    },
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
