/**
 * The session id of a description's `o=` line: it stays the same for the life of
 * one RTCPeerConnection, so another id tells of another one at the other end.
 *
 * @see RFC 9429 §5.2.1
 */
export function sessionIdOf(sdp: string): string | null {
  return /^o=\S+ (\d+) /m.exec(sdp)?.[1] ?? null;
}
