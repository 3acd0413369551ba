import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import { actorId, roomId } from "../support/ids.ts";
import { isServing, type Lectern, startLectern } from "../support/lectern.ts";
import type { Random } from "../support/random.ts";
import { Attacker, type Tally } from "./attacker.ts";

export interface SocketsReport {
  readonly sent: number;
  readonly delivered: number;
  readonly closes: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

export interface SocketsOptions {
  readonly inputs: number;
  readonly random: Random;
  /** Is called now and then with how many frames are sent. */
  readonly onProgress?: (sent: number) => void;
}

const roomCount = 6;
const attackersEach = 4;
const batch = 100;

/** So that the limits of seats do not keep the frames away from what is fuzzed. */
const unlimited = Object.fromEntries(
  ["CHAT", "CANDIDATE", "DESCRIPTION", "JOIN"].map((what) => [
    `CONFERENCE_SIGNALING_${what}_RATE`,
    "100000:100000",
  ]),
);

/**
 * Sends hostile frames to a running server and looks at whom it says they are from.
 *
 * Promise 3: what is delivered carries its true sender where the server changes
 * nothing, and every way to name another where a careless server would look.
 */
export async function fuzzOverSockets({
  inputs,
  random,
  onProgress,
}: SocketsOptions): Promise<SocketsReport> {
  const lectern = await startLectern({ command: "signal-serve", env: unlimited });
  const tally: Tally = { sent: 0, delivered: 0, closes: new Map(), faults: [] };
  const pid = lectern.signalingPid();
  let seats = 0;
  const attack = async (room: AttackedRoom): Promise<void> => {
    while (tally.sent < inputs && tally.faults.length < 10) {
      seats += 1;
      // Another actor each time: one that was closed for flooding would have to wait.
      const actor = actorId("student", seats);
      const attacker = new Attacker({
        url: lectern.url,
        actor,
        room: room.id,
        peers: room.actors,
        random,
        tally,
      });
      await attacker.joined();
      room.actors.add(actor);
      while (!attacker.isClosed && tally.sent < inputs) {
        await attacker.send(batch);
        onProgress?.(tally.sent);
      }
      attacker.close();
      room.actors.delete(actor);
    }
  };
  const rooms = Array.from({ length: roomCount }, (_, at) => ({
    id: roomId(at),
    actors: new Set<ParticipantId>(),
  }));
  await Promise.all(
    rooms.flatMap((room) => Array.from({ length: attackersEach }, () => attack(room))),
  );
  const faults = [...tally.faults, ...(await aftermath(lectern, pid))];
  await lectern.stop();
  const { sent, delivered, closes } = tally;
  return { sent, delivered, closes: Object.fromEntries(closes), faults };
}

interface AttackedRoom {
  readonly id: RoomId;
  /** Who attacks in it at the moment. */
  readonly actors: Set<ParticipantId>;
}

/** What is wrong with a server after all that. */
async function aftermath(lectern: Lectern, pid: number | null): Promise<readonly string[]> {
  return [
    ...((await isServing(lectern.signalingPort)) ? [] : ["the server does not serve any more"]),
    ...(lectern.signalingPid() === pid ? [] : ["the server's process has died"]),
    ...(/"event":"internal"|Error/.test(lectern.output())
      ? [`it logged: ${lectern.output()}`]
      : []),
  ];
}
