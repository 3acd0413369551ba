import { kinds } from "./local-tracks.ts";

/** What arrives of somebody: sound and picture of their own, and of the screen that they show. */
export interface ReceivedTracks {
  readonly person: readonly MediaStreamTrack[];
  readonly screen: readonly MediaStreamTrack[];
}

/**
 * Tells the places of a connection apart: of each kind the first that receives is of
 * the person, the next one of their screen.
 *
 * A place that never had a track event receives nothing, whatever its direction; one
 * whose direction is not settled yet has just been offered.
 *
 * @param announced tracks that have had their event
 */
export function receivedTracks(
  transceivers: readonly RTCRtpTransceiver[],
  announced: ReadonlySet<MediaStreamTrack>,
): ReceivedTracks {
  const tracks = transceivers.filter(isReceiving).map(({ receiver }) => receiver.track);
  const [person, screen] = [0, 1].map((at) =>
    kinds.flatMap((kind) =>
      tracks.filter((track) => track.kind === kind && announced.has(track)).slice(at, at + 1),
    ),
  );
  return { person: person ?? [], screen: screen ?? [] };
}

function isReceiving({ currentDirection }: RTCRtpTransceiver): boolean {
  return currentDirection === null || /recv/.test(currentDirection);
}
