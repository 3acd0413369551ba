/** Opcodes of RFC 6455 §5.2. */
export const opcodes = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
} as const;

export interface RawFrame {
  readonly opcode: number;
  readonly payload?: string | Uint8Array;
  /** `false`: more fragments follow. */
  readonly fin?: boolean;
  /** The three reserved bits, RSV1 the highest: 0b100. */
  readonly reserved?: number;
  readonly masked?: boolean;
  /** The length that the header tells, whatever the payload's is. */
  readonly length?: number | bigint;
  /** How many bytes the header spends on the length: 0, 2 or 8; as few as do by default. */
  readonly lengthBytes?: 0 | 2 | 8;
}

const mask = [0x37, 0xfa, 0x21, 0x3d] as const;

/** The bytes of one WebSocket frame of a client, right or wrong (RFC 6455 §5.2). */
export function rawFrame({
  opcode,
  payload = "",
  fin = true,
  reserved = 0,
  masked = true,
  ...header
}: RawFrame): Buffer {
  const bytes = Buffer.from(payload);
  const { length = bytes.length, lengthBytes = shortest(BigInt(length)) } = header;
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const code = lengthBytes === 0 ? Number(length) : lengthBytes === 2 ? 126 : 127;
  return Buffer.concat([
    Buffer.of(first, (masked ? 0x80 : 0) | code),
    bigEndian(BigInt(length), lengthBytes),
    ...(masked
      ? [Buffer.from(mask), bytes.map((byte, at) => byte ^ (mask[at % 4] ?? 0))]
      : [bytes]),
  ]);
}

/** A close frame; without a code its body is empty (RFC 6455 §5.5.1). */
export function closeFrame(code?: number, reason: string | Uint8Array = ""): Buffer {
  const body = code === undefined ? [] : [bigEndian(BigInt(code), 2), Buffer.from(reason)];
  return rawFrame({ opcode: opcodes.close, payload: Buffer.concat(body) });
}

function shortest(length: bigint): 0 | 2 | 8 {
  if (length < 126n) return 0;
  return length < 65_536n ? 2 : 8;
}

function bigEndian(value: bigint, bytes: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(value);
  return buffer.subarray(8 - bytes);
}
