import { ipBytes, ipText } from "./ip.ts";

/** A transport address: where a datagram comes from or goes to. */
export interface Address {
  /** IPv4 or IPv6, without brackets. */
  readonly host: string;
  readonly port: number;
}

export interface ErrorCode {
  /** 300 to 699. */
  readonly code: number;
  readonly reason: string;
}

interface AttributeValues {
  readonly username: string;
  readonly nonce: string;
  readonly realm: string;
  readonly errorCode: ErrorCode;
  readonly lifetimeSeconds: number;
  /** 0x4000 to 0x4fff. */
  readonly channelNumber: number;
  /** Protocol number of IP: 17 is UDP, 6 is TCP. */
  readonly requestedTransport: number;
  /** 1 is IPv4, 2 is IPv6. */
  readonly requestedAddressFamily: number;
  readonly xorMappedAddress: Address;
  readonly xorRelayedAddress: Address;
  readonly xorPeerAddress: Address;
  readonly data: Buffer;
}

/** What a message carries, of what a client has to know; the rest is passed over. */
export type Attributes = Partial<AttributeValues>;

export const magicCookie = 0x2112a442;

type Name = keyof AttributeValues;

interface Codec<T> {
  readonly encode: (value: T, transactionId: Buffer) => Buffer;
  /** `undefined` when the bytes cannot be read. */
  readonly decode: (bytes: Buffer, transactionId: Buffer) => T | undefined;
}

const text: Codec<string> = {
  encode: (value) => Buffer.from(value),
  decode: (bytes) => bytes.toString(),
};

const bytes: Codec<Buffer> = { encode: (value) => value, decode: (value) => value };

const uint32: Codec<number> = {
  encode: (value) => {
    const encoded = Buffer.alloc(4);
    encoded.writeUInt32BE(value);
    return encoded;
  },
  decode: (encoded) => (encoded.length === 4 ? encoded.readUInt32BE() : undefined),
};

/** A number in the first bits of four bytes, of which the others are reserved. */
function leading(bits: 8 | 16): Codec<number> {
  const shift = 32 - bits;
  return {
    encode: (value, id) => uint32.encode((value << shift) >>> 0, id),
    decode: (encoded, id) => {
      const value = uint32.decode(encoded, id);
      return value === undefined ? undefined : value >>> shift;
    },
  };
}

/** Class, number and reason (RFC 8489 §14.8). */
const errorCode: Codec<ErrorCode> = {
  encode: ({ code, reason }) =>
    Buffer.concat([Buffer.from([0, 0, Math.floor(code / 100), code % 100]), Buffer.from(reason)]),
  decode: (encoded) => {
    const [, , hundreds, rest] = encoded;
    if (hundreds === undefined || rest === undefined) return undefined;
    // coturn counts its padding.
    const reason = encoded.subarray(4).toString().replace(/\0+$/, "");
    return { code: (hundreds & 7) * 100 + rest, reason };
  },
};

/** Family, port and address, the latter two disguised from meddling NATs (RFC 8489 §14.2). */
const xorAddress: Codec<Address> = {
  encode: ({ host, port }, id) => {
    const address = ipBytes(host);
    const encoded = Buffer.concat([
      Buffer.from([0, address.length === 4 ? 1 : 2, 0, 0]),
      xor(address, id),
    ]);
    encoded.writeUInt16BE(port ^ (magicCookie >>> 16), 2);
    return encoded;
  },
  decode: (encoded, id) => {
    const isWhole = encoded.length === (encoded[1] === 1 ? 8 : 20);
    if (!isWhole || (encoded[1] !== 1 && encoded[1] !== 2)) return undefined;
    const port = encoded.readUInt16BE(2) ^ (magicCookie >>> 16);
    return { host: ipText(xor(encoded.subarray(4), id)), port };
  },
};

/** In the order in which they are written. */
const codecs: { readonly [N in Name]: Codec<AttributeValues[N]> & { readonly type: number } } = {
  username: { type: 0x0006, ...text },
  nonce: { type: 0x0015, ...text },
  realm: { type: 0x0014, ...text },
  errorCode: { type: 0x0009, ...errorCode },
  lifetimeSeconds: { type: 0x000d, ...uint32 },
  channelNumber: { type: 0x000c, ...leading(16) },
  requestedTransport: { type: 0x0019, ...leading(8) },
  requestedAddressFamily: { type: 0x0017, ...leading(8) },
  xorMappedAddress: { type: 0x0020, ...xorAddress },
  xorRelayedAddress: { type: 0x0016, ...xorAddress },
  xorPeerAddress: { type: 0x0012, ...xorAddress },
  data: { type: 0x0013, ...bytes },
};

const names = Object.keys(codecs) as readonly Name[];

/** Type, length and value of each, padded to four bytes (RFC 8489 §14). */
export function encodeAttributes(attributes: Attributes, transactionId: Buffer): Buffer {
  return Buffer.concat(
    names.map((name) => {
      const value = encodeValue(name, attributes, transactionId);
      return value ? encodeAttribute(codecs[name].type, value) : Buffer.alloc(0);
    }),
  );
}

export function encodeAttribute(type: number, value: Buffer): Buffer {
  const encoded = Buffer.alloc(4 + padded(value.length));
  encoded.writeUInt16BE(type);
  encoded.writeUInt16BE(value.length, 2);
  value.copy(encoded, 4);
  return encoded;
}

/** @returns `null` when they are cut short, or one that is known cannot be read */
export function decodeAttributes(encoded: Buffer, transactionId: Buffer): Attributes | null {
  const found: [Name, unknown][] = [];
  for (let at = 0; at < encoded.length; ) {
    if (encoded.length < at + 4) return null;
    const type = encoded.readUInt16BE(at);
    const end = at + 4 + encoded.readUInt16BE(at + 2);
    if (encoded.length < end) return null;
    const name = names.find((one) => codecs[one].type === type);
    const value = name && codecs[name].decode(encoded.subarray(at + 4, end), transactionId);
    if (name && value === undefined) return null;
    if (name) found.push([name, value]);
    at += 4 + padded(end - at - 4);
  }
  // Of two of a type the first counts (RFC 8489 §14).
  return Object.fromEntries(found.reverse()) as Attributes;
}

function encodeValue<N extends Name>(name: N, attributes: Attributes, id: Buffer): Buffer | null {
  const value: AttributeValues[N] | undefined = attributes[name];
  return value === undefined ? null : codecs[name].encode(value, id);
}

function xor(address: Buffer, transactionId: Buffer): Buffer {
  const cookie = Buffer.alloc(4);
  cookie.writeUInt32BE(magicCookie);
  const mask = Buffer.concat([cookie, transactionId]);
  return Buffer.from(address.map((byte, at) => byte ^ (mask[at] ?? 0)));
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
