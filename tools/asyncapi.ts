// The contract as an AsyncAPI document (docs/asyncapi.json), made from what reads the messages.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { closeCodes, mayComeBack, subprotocol } from "@lectern/protocol/codes";
import { limits } from "@lectern/protocol/limits";
import { messageSchemas } from "@lectern/protocol/message-schemas";
import { settings } from "@lectern/settings/table";
import { clientNotes, type MessageNote, serverNotes } from "./asyncapi-messages.ts";

export const asyncApiFile = join(import.meta.dirname, "../docs/asyncapi.json");

/** What JSON Schema cannot say: in these points it allows what the server refuses. */
export const beyondSchema = {
  bytes: `\`sdp\` (${limits.maxSdpBytes}), \`candidate\` (${limits.maxCandidateBytes}), \`sdpMid\` and \`usernameFragment\` (${limits.maxCandidateTagBytes}) are limited in bytes of UTF-8; a schema counts code points.`,
  codeUnits:
    "`ref`, `token`, `sessionId`, `secret`, `epoch` and the `id` of a chat line are limited in UTF-16 code units; a schema counts code points.",
  names: "The `name` of a participant is in Unicode's normal form C and has no lone surrogates.",
  otherMembers: `Members of a \`payload\` that have no schema are nested at most ${limits.maxPayloadDepth} deep, their numbers finite, and the whole payload fits into a frame when it is sent on.`,
} as const;

const description = [
  "One WebSocket a participant; JSON text frames, one message a frame.",
  `A frame has at most ${limits.maxFrameBytes} bytes. The first message is \`join\`, with a signed token; PROTOCOL.md has the table of its claims, and who does what when.`,
  "Members and types that are not named here are ignored: later versions add some.",
  "Beyond what the schemas say:",
  Object.values(beyondSchema)
    .map((line) => `- ${line}`)
    .join("\n"),
].join("\n\n");

const schemas = messageSchemas("#/components/schemas/");

/** The document of the server: what it receives comes from a client. */
export function asyncApiDocument(): object {
  const messages = {
    ...messagesOf("client", schemas.client, clientNotes),
    ...messagesOf("server", schemas.server, serverNotes),
  };
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Lectern signaling",
      version: "1.0.0",
      description,
      license: { name: "MIT" },
    },
    defaultContentType: "application/json",
    servers: {
      local: {
        host: `${settings.signalingBindHost.fallback}:${settings.signalingPort.fallback}`,
        protocol: "ws",
        description: "Where `lectern signal-serve` listens when no setting says otherwise.",
      },
    },
    channels: { conference: channel(Object.keys(messages)) },
    operations: {
      receiveFromClient: operation("receive", "client", Object.keys(schemas.client)),
      sendToClient: operation("send", "server", Object.keys(schemas.server)),
    },
    components: {
      messages,
      schemas: schemas.shared,
      correlationIds: {
        ref: {
          description: "Comes back on the error that a message causes and on one's own chat line.",
          location: "$message.payload#/ref",
        },
      },
    },
  };
}

/** The document as it stands in the file. */
export function asyncApiText(): string {
  return `${JSON.stringify(asyncApiDocument(), null, 2)}\n`;
}

function messagesOf(
  side: "client" | "server",
  payloads: Readonly<Record<string, { readonly properties?: unknown }>>,
  notes: Readonly<Record<string, MessageNote>>,
): Readonly<Record<string, object>> {
  const messages = Object.entries(notes).map(([type, { summary, example }]) => [
    `${side}.${type}`,
    {
      name: type,
      title: `${type}, from the ${side}`,
      summary,
      ...(hasRef(payloads[type]) && { correlationId: { $ref: "#/components/correlationIds/ref" } }),
      payload: payloads[type],
      examples: [{ payload: example }],
    },
  ]);
  return Object.fromEntries(messages);
}

function hasRef(schema: { readonly properties?: unknown } | undefined): boolean {
  return Object.hasOwn(schema?.properties ?? {}, "ref");
}

function channel(messages: readonly string[]): object {
  const refs = messages.map((name) => [name, { $ref: `#/components/messages/${name}` }]);
  return {
    address: settings.signalingPath.fallback,
    description: "A participant's way into one room.",
    messages: Object.fromEntries(refs),
    bindings: {
      ws: {
        method: "GET",
        headers: {
          type: "object",
          properties: { "Sec-WebSocket-Protocol": { type: "string", const: subprotocol } },
        },
        bindingVersion: "0.1.0",
      },
    },
    "x-close-codes": Object.entries(closeCodes).map(([reason, code]) => ({
      code,
      reason,
      comeBack: mayComeBack(code),
    })),
  };
}

function operation(action: "send" | "receive", side: string, types: readonly string[]): object {
  return {
    action,
    channel: { $ref: "#/channels/conference" },
    messages: types.map((type) => ({ $ref: `#/channels/conference/messages/${side}.${type}` })),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(asyncApiFile, asyncApiText());
}
