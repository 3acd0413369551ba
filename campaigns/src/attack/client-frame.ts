/** Opcodes of RFC 6455 §5.2. */
export const opcodes = { continuation: 0x0, text: 0x1, close: 0x8, ping: 0x9 } as const;

export interface FrameOptions {
  /** `false`: more fragments of the message follow. */
  readonly isFinal?: boolean;
  /** What the header says, whatever the payload's length is. */
  readonly length?: number;
}

/** The bytes of one frame of a client, by a mask that changes nothing (RFC 6455 §5.2, §5.3). */
export function clientFrame(
  opcode: number,
  payload: string | Uint8Array = "",
  { isFinal = true, ...header }: FrameOptions = {},
): Buffer {
  const bytes = Buffer.from(payload);
  const first = (isFinal ? 0x80 : 0) | opcode;
  return Buffer.concat([Buffer.of(first), lengthOf(header.length ?? bytes.length), mask, bytes]);
}

export function textFrame(message: object): Buffer {
  return clientFrame(opcodes.text, JSON.stringify(message));
}

const mask = Buffer.alloc(4);
const maskBit = 0x80;

function lengthOf(length: number): Buffer {
  if (length < 126) return Buffer.of(maskBit | length);
  const isLong = length > 0xffff;
  const bytes = Buffer.alloc(isLong ? 9 : 3);
  bytes[0] = maskBit | (isLong ? 127 : 126);
  if (isLong) bytes.writeBigUInt64BE(BigInt(length), 1);
  else bytes.writeUInt16BE(length, 1);
  return bytes;
}
