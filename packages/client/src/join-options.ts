import type { Platform } from "./platform.ts";

/** What a token function may give: a token, and what has changed with it. */
export interface Access {
  readonly token: string;
  readonly url?: string;
  readonly iceServers?: readonly RTCIceServer[];
  /**
   * When the credentials of `iceServers` expire, in ms since the epoch by the
   * clock of the signaling server: others are fetched before.
   */
  readonly iceServersExpireAt?: number | null;
}

export interface JoinOptions {
  /** `ws://` or `wss://` address of the signaling server. */
  readonly url: string;
  /**
   * The signed token, or a function that fetches one: it is asked for every
   * attempt to join. It throws `AccessRefused` for "no" and `AccessDelayed` for
   * "not now". A token by itself cannot come back once it has expired.
   */
  readonly token: string | (() => Promise<string | Access>);
  /** `conference-12` */
  readonly roomId: string;
  /** Own sound and picture; empty when there is neither. */
  readonly localStream: MediaStream;
  readonly iceServers?: readonly RTCIceServer[];
  /** Whether to be told how the pairs of the whole class do, in `state.reports`. Only teachers are. */
  readonly reports?: boolean;
  /** Stand-ins for the platform's own, for tests. */
  readonly platform?: Partial<Platform>;
}
