export const kinds = ["audio", "video"] as const;

/** Sound or picture, in the platform's words. */
export type MediaKind = (typeof kinds)[number];

/**
 * Makes a place for sound and one for picture in the first offer, filled or not,
 * so that turning one on later needs no negotiation.
 */
export function placeTracks(connection: RTCPeerConnection, stream: MediaStream): void {
  for (const kind of kinds) {
    const track = trackOf(stream, kind) ?? kind;
    connection.addTransceiver(track, { direction: "sendrecv", streams: [stream] });
  }
}

/**
 * Puts the local tracks into the places that an offer made, one place a kind (RFC 9429 §5.10).
 * A place of one's own that is in no description yet is for something else.
 */
export async function fillTransceivers(
  connection: RTCPeerConnection,
  stream: MediaStream,
): Promise<void> {
  for (const kind of kinds) {
    const places = connection
      .getTransceivers()
      .filter((one) => one.mid !== null && kindOf(one) === kind);
    if (places.some(({ direction }) => direction === "sendrecv")) continue;
    const place = places.find(({ direction }) => direction !== "stopped");
    if (!place) continue;
    place.direction = "sendrecv";
    place.sender.setStreams(stream);
    await place.sender.replaceTrack(trackOf(stream, kind));
  }
}

/** Sends another track, or none, in place of the present one. Costs no negotiation. */
export async function replaceTrack(
  connection: RTCPeerConnection,
  kind: MediaKind,
  track: MediaStreamTrack | null,
): Promise<void> {
  const place = connection
    .getTransceivers()
    .find((one) => kindOf(one) === kind && one.direction === "sendrecv");
  await place?.sender.replaceTrack(track);
}

/** The place of microphone or camera; `null` before there is one. That of a screen goes one way. */
export function placeOf(connection: RTCPeerConnection, kind: MediaKind): RTCRtpTransceiver | null {
  const places = connection
    .getTransceivers()
    .filter((one) => one.mid !== null && kindOf(one) === kind && one.direction !== "stopped");
  const open = places.find(({ direction }) => direction === "sendrecv");
  return open ?? places.find(({ direction }) => direction !== "sendonly") ?? null;
}

/** A stream's track of one kind; `null` when it has none. */
export function trackOf(stream: MediaStream, kind: MediaKind): MediaStreamTrack | null {
  return tracksOf(stream, kind)[0] ?? null;
}

/** A stream's tracks of one kind. */
export function tracksOf(stream: MediaStream, kind: MediaKind): readonly MediaStreamTrack[] {
  return stream.getTracks().filter((track) => track.kind === kind);
}

/** The receiver's track is there from the start, whatever is sent. */
function kindOf({ receiver }: RTCRtpTransceiver): string {
  return receiver.track.kind;
}
