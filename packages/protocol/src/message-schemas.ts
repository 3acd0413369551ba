import { clientShapes } from "./client-message.ts";
import { instanceId, negotiationId, participant, participantId, roomId } from "./common-fields.ts";
import type { Field } from "./field.ts";
import { definitionOf, type JsonSchema, objectSchema, type RefOf } from "./json-schema.ts";
import { linkReport } from "./link-report.ts";
import type { ClientMessageType, ServerMessageType } from "./messages.ts";
import type { MessageShapes } from "./read-message.ts";
import { serverShapes } from "./server-message.ts";
import { answer, iceCandidate, offer } from "./signal.ts";

/** The contract's messages as JSON Schemas, made from what reads them. */
export interface MessageSchemas {
  readonly client: Readonly<Record<ClientMessageType, JsonSchema>>;
  readonly server: Readonly<Record<ServerMessageType, JsonSchema>>;
  /** What several messages have, by name. */
  readonly shared: Readonly<Record<string, JsonSchema>>;
}

const shared: Readonly<Record<string, Field<unknown>>> = {
  ActorId: participantId,
  RoomId: roomId,
  InstanceId: instanceId,
  NegotiationId: negotiationId,
  Participant: participant,
  LinkReport: linkReport,
  Offer: offer,
  Answer: answer,
  IceCandidate: iceCandidate,
};

/** @param prefix stands before a shared schema's name in a `$ref` to it */
export function messageSchemas(prefix: string): MessageSchemas {
  const names = new Map(Object.entries(shared).map(([name, { rule }]) => [rule, name]));
  const refOf: RefOf = (rule) => {
    const name = names.get(rule);
    return name === undefined ? null : prefix + name;
  };
  return {
    client: schemasOf(clientShapes, refOf),
    server: schemasOf(serverShapes, refOf),
    shared: mapValues(shared, (field) => definitionOf(field, refOf)),
  };
}

function schemasOf<T extends string>(
  shapes: Readonly<Record<T, MessageShapes[string]>>,
  refOf: RefOf,
): Readonly<Record<T, JsonSchema>> {
  return mapValues(shapes, ({ entries }) => objectSchema(entries, refOf));
}

function mapValues<K extends string, V, W>(
  record: Readonly<Record<K, V>>,
  map: (value: V) => W,
): Readonly<Record<K, W>> {
  const entries = Object.entries<V>(record).map(([key, value]) => [key, map(value)]);
  return Object.fromEntries(entries);
}
