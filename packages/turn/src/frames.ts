/** What of a TCP stream is whole already, and what waits for more. */
export interface Frames {
  readonly frames: readonly Buffer[];
  readonly rest: Buffer;
}

/** Cuts a stream into STUN messages and ChannelData, which over TCP is padded to four bytes (RFC 8656 §12.5). */
export function takeFrames(stream: Buffer): Frames {
  const frames: Buffer[] = [];
  let at = 0;
  while (stream.length >= at + 4) {
    const length = stream.readUInt16BE(at + 2);
    const isChannel = isChannelData(stream.subarray(at));
    const end = at + (isChannel ? 4 : 20) + length;
    const next = isChannel ? Math.ceil(end / 4) * 4 : end;
    if (stream.length < next) break;
    frames.push(stream.subarray(at, end));
    at = next;
  }
  return { frames, rest: stream.subarray(at) };
}

/** Channel numbers start with 0b01, STUN messages with 0b00 (RFC 8656 §12). */
export function isChannelData(frame: Buffer): boolean {
  return (frame[0] ?? 0) >> 6 === 1;
}
