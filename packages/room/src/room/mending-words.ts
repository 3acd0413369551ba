import type { MendingProgress, PairState, RemoteParticipant } from "@lectern/client/state";

const connectionWords: Readonly<Record<PairState, string | null>> = {
  connecting: "Connecting …",
  connected: null,
  disconnected: "Connection is weak …",
  failed: "No connection",
  refused: "This browser refuses the call",
};

/** What a tile says of how the call stands; `null` when all is well. */
export function callWords(connection: PairState, mending: MendingProgress | null): string | null {
  switch (mending?.step) {
    case undefined:
      return connectionWords[connection];
    case "wavering":
      return "Connection is weak …";
    case "restarting":
      return "Reconnecting …";
    case "trying-relay":
      return "Reconnecting by a detour …";
    case "rebuilding":
      return "Calling again …";
    case "waiting":
      return mending?.nextAt === null
        ? "No connection. Waiting …"
        : "No connection. Trying again soon …";
  }
}

/**
 * What is said aloud when calls break or are back, in one sentence however many
 * they are. What the first attempt mends is not worth a word.
 *
 * @returns `null` when there is nothing to be said
 */
export function callNews(
  before: readonly RemoteParticipant[],
  after: readonly RemoteParticipant[],
): string | null {
  const wasBroken = new Set(before.filter(isBroken).map(({ id }) => id));
  const broken = after.filter((one) => isBroken(one) && !wasBroken.has(one.id));
  const back = after.filter(
    ({ id, connection }) => connection === "connected" && wasBroken.has(id),
  );
  if (broken.length > 0) return `No connection to ${namesOf(broken)}. Reconnecting.`;
  return back.length > 0 ? `Connected to ${namesOf(back)} again.` : null;
}

/** Where nothing is tried, the server or the other one is away, which is told elsewhere. */
function isBroken({ mending }: RemoteParticipant): boolean {
  switch (mending?.step) {
    case "trying-relay":
    case "rebuilding":
      return true;
    case "waiting":
      return mending?.nextAt !== null;
    default:
      return false;
  }
}

function namesOf(people: readonly RemoteParticipant[]): string {
  const [first] = people;
  return people.length === 1 && first ? first.name : `${people.length} people`;
}
