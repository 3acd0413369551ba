import { createHash, createHmac } from "node:crypto";
import {
  type Attributes,
  decodeAttributes,
  encodeAttribute,
  encodeAttributes,
  magicCookie,
} from "./attributes.ts";

const methods = {
  binding: 0x001,
  allocate: 0x003,
  refresh: 0x004,
  send: 0x006,
  data: 0x007,
  createPermission: 0x008,
  channelBind: 0x009,
} as const;

/** The two bits of the class, where they stand in a message's type (RFC 8489 §5). */
const classes = { request: 0x000, indication: 0x010, success: 0x100, error: 0x110 } as const;

export type Method = keyof typeof methods;

/** A message of STUN, and of TURN, which is made of the same ones. */
export interface StunMessage {
  readonly method: Method;
  readonly class: keyof typeof classes;
  /** 12 bytes; the answer to a request has those of the request. */
  readonly transactionId: Buffer;
  readonly attributes: Attributes;
}

const headerBytes = 20;
const messageIntegrity = 0x0008;
const integrityBytes = 24;

/**
 * Makes the bytes of a message (RFC 8489 §5).
 *
 * @param key signs it: that of {@link longTermKey}; `null` leaves it unsigned
 */
export function encodeMessage(message: StunMessage, key: Buffer | null = null): Buffer {
  const body = encodeAttributes(message.attributes, message.transactionId);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(methods[message.method] | classes[message.class]);
  header.writeUInt16BE(body.length + (key ? integrityBytes : 0), 2);
  header.writeUInt32BE(magicCookie, 4);
  message.transactionId.copy(header, 8);
  const unsigned = Buffer.concat([header, body]);
  if (!key) return unsigned;
  // The length counts the signature, which covers all before it (RFC 8489 §14.5).
  const signature = createHmac("sha1", key).update(unsigned).digest();
  return Buffer.concat([unsigned, encodeAttribute(messageIntegrity, signature)]);
}

/**
 * Reads one whole message.
 *
 * Its signature is not checked: nothing that is relayed or reported here is a secret.
 *
 * @returns `null` when it is none, or of a method that a client does not know
 */
export function parseMessage(bytes: Buffer): StunMessage | null {
  if (bytes.length < headerBytes || bytes.readUInt32BE(4) !== magicCookie) return null;
  if (bytes.length !== headerBytes + bytes.readUInt16BE(2)) return null;
  const type = bytes.readUInt16BE();
  const method = keyOf(methods, type & ~classes.error);
  const kind = keyOf(classes, type & classes.error);
  const transactionId = bytes.subarray(8, headerBytes);
  const attributes = decodeAttributes(bytes.subarray(headerBytes), transactionId);
  return method && kind && attributes ? { method, class: kind, transactionId, attributes } : null;
}

/** The key of a long-term credential (RFC 8489 §9.2.2). */
export function longTermKey(username: string, realm: string, password: string): Buffer {
  return createHash("md5").update(`${username}:${realm}:${password}`).digest();
}

function keyOf<K extends string>(table: Readonly<Record<K, number>>, value: number): K | undefined {
  const names = Object.keys(table) as K[];
  return names.find((name) => table[name] === value);
}
