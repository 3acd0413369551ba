import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseClientMessage } from "@lectern/protocol/client-message";
import { limits } from "@lectern/protocol/limits";
import { parseServerMessage } from "@lectern/protocol/server-message";
import { Ajv, type ValidateFunction } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asyncApiFile, asyncApiText, type beyondSchema } from "./asyncapi.ts";
import { clientNotes, serverNotes } from "./asyncapi-messages.ts";

const text = readFileSync(asyncApiFile, "utf8");
const document = JSON.parse(text);

test("docs/asyncapi.json is what `npm run asyncapi` writes", () => {
  expect(text).toBe(asyncApiText());
});

test("docs/asyncapi.json is an AsyncAPI 3.0 document", () => {
  const specification = createRequire(import.meta.url)(
    "@asyncapi/specs/schemas/3.0.0-without-$id.json",
  );
  // The specification's schema holds the meta-schema of draft 7 under its own name.
  const ajv = new Ajv({
    strict: false,
    meta: false,
    validateSchema: false,
    validateFormats: false,
  });
  const isDocument = ajv.compile(specification);
  isDocument(document);
  expect(isDocument.errors).toBeNull();
  expect(isDocument({ ...document, operations: { a: { action: "shout" } } })).toBe(false);
});

/** One direction of the contract, as it is parsed and as it is published. */
interface Direction {
  readonly parse: (frame: string) => { readonly ok: boolean };
  readonly isAllowed: ValidateFunction;
  readonly examples: readonly Message[];
  /** The members that the document has for each type. */
  readonly membersOf: (type: string) => readonly string[];
}

type Message = Readonly<Record<string, unknown>>;

const ajv = new Ajv({ strict: false, validateFormats: false, ownProperties: true });
ajv.addSchema(document, "asyncapi.json");

const directions: Readonly<Record<"client" | "server", Direction>> = {
  client: directionOf("client", clientNotes, parseClientMessage),
  server: directionOf("server", serverNotes, parseServerMessage),
};

function directionOf(
  side: "client" | "server",
  notes: typeof clientNotes | typeof serverNotes,
  parse: Direction["parse"],
): Direction {
  const refs = Object.keys(notes).map((type) => `#/components/messages/${side}.${type}/payload`);
  return {
    parse,
    isAllowed: ajv.compile({ anyOf: refs.map((ref) => ({ $ref: `asyncapi.json${ref}` })) }),
    examples: Object.values(notes).map(({ example }) => example),
    membersOf: (type) =>
      Object.keys(document.components.messages[`${side}.${type}`].payload.properties),
  };
}

/** Where the parsers refuse what a schema cannot refuse: by message, and by a frame that shows it. */
const exceptions: Readonly<
  Record<
    keyof typeof beyondSchema,
    { readonly holds: (message: Message) => boolean; readonly frame: string }
  >
> = {
  bytes: {
    holds: ({ payload }) =>
      isObject(payload) &&
      (bytes(payload["sdp"]) > limits.maxSdpBytes ||
        bytes(payload["candidate"]) > limits.maxCandidateBytes ||
        bytes(payload["sdpMid"]) > limits.maxCandidateTagBytes ||
        bytes(payload["usernameFragment"]) > limits.maxCandidateTagBytes),
    frame: JSON.stringify({
      ...serverNotes["ice-candidate"].example,
      payload: { candidate: "é".repeat(limits.maxCandidateBytes / 2 + 1) },
    }),
  },
  codeUnits: {
    holds: (message) =>
      units(message["ref"]) > limits.maxRefLength ||
      units(message["token"]) > limits.maxTokenLength ||
      ["sessionId", "secret", "epoch", "id"].some(
        (name) => units(message[name]) > limits.maxSecretLength,
      ),
    frame: JSON.stringify({ ...serverNotes.chat.example, ref: "😀".repeat(33) }),
  },
  names: {
    holds: ({ self, peer, participants }) =>
      [self, peer, ...(Array.isArray(participants) ? participants : [])].some(
        (one) => isObject(one) && !isNormal(one["name"]),
      ),
    frame: JSON.stringify({
      type: "peer-joined",
      peer: { id: "student-5", role: "student", name: "Kovac\u030c", joinedAt: 1 },
    }),
  },
  otherMembers: {
    holds: ({ payload }) => depthOf(payload) > limits.maxPayloadDepth,
    frame: '{"type":"offer","from":"teacher-2","payload":{"type":"offer","sdp":"v","n":1e999}}',
  },
};

describe.each(["client", "server"] as const)("the schemas of what a %s sends", (side) => {
  const direction = directions[side];

  test.each(direction.examples)("allow the example of $type, and so does the parser", (example) => {
    expect(direction.isAllowed(example)).toBe(true);
    expect(direction.parse(JSON.stringify(example)).ok).toBe(true);
  });

  test("allow what the parser reads, and refuse what it refuses", () => {
    const seen = { read: 0, refused: 0, beyond: 0 };
    const example = fc.constantFrom(...direction.examples);
    fc.assert(
      fc.property(
        example.chain((one) => mutantsOf(one, direction)),
        (message) => {
          const frame = JSON.stringify(message);
          const sent: Message = JSON.parse(frame);
          const isRead = direction.parse(frame).ok;
          const isBeyond = !isRead && Object.values(exceptions).some(({ holds }) => holds(sent));
          seen[isRead ? "read" : isBeyond ? "beyond" : "refused"] += 1;
          if (!isBeyond) expect(direction.isAllowed(sent)).toBe(isRead);
        },
      ),
      { numRuns: 5000 },
    );
    expect(seen.read).toBeGreaterThan(1000);
    expect(seen.refused).toBeGreaterThan(1000);
  });
});

test.each(Object.entries(exceptions))("%s are beyond a schema", (_, { frame }) => {
  const { parse, isAllowed } = directions.server;
  expect(isAllowed(JSON.parse(frame))).toBe(true);
  expect(parse(frame).ok).toBe(false);
});

/** An example with up to two of its members left out, added or replaced. */
function mutantsOf(example: Message, { membersOf }: Direction): fc.Arbitrary<Message> {
  const ownNames = ["colour", ...membersOf(String(example["type"]))];
  const path = fc.constantFrom(...ownNames.map((name) => [name]), ...innerPaths(example));
  return fc.array(fc.record({ path, value }), { maxLength: 2 }).map((changes) => {
    const mutant = structuredClone(example);
    for (const change of changes) put(mutant, change.path, structuredClone(change.value));
    return mutant;
  });
}

/** What a member is replaced by; `undefined` leaves it out. */
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(undefined, null, true, -1, 0, 7, 1.5, 65_535, 65_536, 2 ** 53, [], {}),
  fc.constantFrom("leave", "offer", "teacher-1", "student-5\n", "student-", "conference-9", "left"),
  fc.constantFrom(nested(15), nested(16), nested(17)),
  fc.jsonValue(),
  fc
    .tuple(
      fc.constantFrom("x", "é", "😀", " ", "\n", "\u202e", "c\u030c", "\ud800"),
      fc.constantFrom(0, 1, 64, 65, 80, 81, 256, 257, 2000, 2001, 2048, 2049, 4096, 4097, 49_153),
    )
    .map(([character, length]) => character.repeat(length)),
);

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

type Path = readonly string[];

function innerPaths(of: unknown, path: Path = []): readonly Path[] {
  if (!isObject(of)) return [];
  return Object.entries(of).flatMap(([name, member]) => {
    const here = [...path, name];
    return [...(path.length > 0 ? [here] : []), ...innerPaths(member, here)];
  });
}

/** Replaces what stands at a path, or nothing when the way to it is gone. */
function put(target: unknown, [name = "", ...rest]: Path, replacement: unknown): void {
  if (!isObject(target)) return;
  if (rest.length > 0) put(target[name], rest, replacement);
  else target[name] = replacement;
}

function isObject(of: unknown): of is Record<string, unknown> {
  return typeof of === "object" && of !== null;
}

function bytes(of: unknown): number {
  return typeof of === "string" ? Buffer.byteLength(of) : 0;
}

function units(of: unknown): number {
  return typeof of === "string" ? of.length : 0;
}

function isNormal(name: unknown): boolean {
  return typeof name !== "string" || (name === name.normalize("NFC") && name.isWellFormed());
}

function depthOf(of: unknown): number {
  return isObject(of) ? 1 + Math.max(0, ...Object.values(of).map(depthOf)) : 0;
}
