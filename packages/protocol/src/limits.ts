/** Sizes of contract version 1, the same for both ends. */
export const limits = {
  /** One WebSocket message, in bytes of UTF-8. */
  maxFrameBytes: 64 * 1024,
  /** `payload.sdp` of an offer or answer, in bytes of UTF-8. */
  maxSdpBytes: 48 * 1024,
  /** `payload.candidate`, in bytes of UTF-8; one line. */
  maxCandidateBytes: 2 * 1024,
  /** `sdpMid` and `usernameFragment`, in bytes of UTF-8 (RFC 8839 §5.4 allows an ice-ufrag of 256). */
  maxCandidateTagBytes: 256,
  /** Nesting of a payload's members that the contract does not name. */
  maxPayloadDepth: 16,
  /** A chat line, in Unicode code points. */
  maxChatLength: 2000,
  /** A display name, in Unicode code points. */
  maxNameLength: 80,
  /** `ref`, in UTF-16 code units. */
  maxRefLength: 64,
  /** A compact token, in characters. */
  maxTokenLength: 4096,
  /** A session id or resume secret, in characters. */
  maxSecretLength: 256,
  /** A close reason, in bytes (RFC 6455 §5.5.1: 125 less the code). */
  maxCloseReasonBytes: 123,
  /** `accepts` of a `join`. */
  maxAcceptedTypes: 16,
  /** `links` of a `report`. */
  maxReportedLinks: 64,
  /** A participant reports at most once in this time. */
  reportIntervalMs: 5_000,
  /** Malformed messages on one socket before it is closed. */
  maxMalformedMessages: 10,
  /** How long a seat is held after its socket broke. */
  resumeWindowMs: { teacher: 60_000, student: 30_000 },
  /** What is kept for a seat whose socket is away, or has not shown yet that it got it. */
  maxKeptMessages: 256,
  maxKeptBytes: 256 * 1024,
  /** How long a fresh server gives its rooms to come back. */
  settleMs: 15_000,
  joinTimeoutMs: 10_000,
  pingIntervalMs: 15_000,
  heartbeatTimeoutMs: 40_000,
  /** How far the clocks of minter and server may differ. */
  clockSkewSeconds: 30,
} as const;
