/** What the library uses of the browser; tests pass in stand-ins. */
export interface Platform {
  readonly WebSocket: typeof WebSocket;
  readonly RTCPeerConnection: typeof RTCPeerConnection;
  readonly MediaStream: typeof MediaStream;
  /** Where `online` and `pagehide` are heard. */
  readonly page: EventTarget;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
  /** ms since the epoch. */
  readonly now: () => number;
}

export function browserPlatform(): Platform {
  const { WebSocket, RTCPeerConnection, MediaStream } = globalThis;
  const { random } = Math;
  return { WebSocket, RTCPeerConnection, MediaStream, page: globalThis, random, now: Date.now };
}
