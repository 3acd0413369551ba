/** What the library uses of the browser; tests pass in stand-ins. */
export interface Platform {
  readonly WebSocket: typeof WebSocket;
  readonly RTCPeerConnection: typeof RTCPeerConnection;
  readonly MediaStream: typeof MediaStream;
  /** Where `online`, `pagehide` and the like are heard. */
  readonly page: EventTarget;
  /** What few browsers tell of the network: `type` is `wifi`, `cellular` and so on. */
  readonly network: (EventTarget & { readonly type?: string }) | null;
  /** Whether packets are sorted well by the `m=` section that their headers name; Firefox does not. */
  readonly sortsByMid: boolean;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
  /** ms since the epoch. */
  readonly now: () => number;
}

export function browserPlatform(): Platform {
  const { WebSocket, RTCPeerConnection, MediaStream } = globalThis;
  const { random } = Math;
  return {
    WebSocket,
    RTCPeerConnection,
    MediaStream,
    page: globalThis,
    network: "connection" in navigator ? networkOf(navigator.connection) : null,
    // Nothing that a page can see tells of it but whose engine it is.
    sortsByMid: !("mozInnerScreenX" in globalThis),
    random,
    now: Date.now,
  };
}

function networkOf(connection: unknown): Platform["network"] {
  return connection instanceof EventTarget ? connection : null;
}
