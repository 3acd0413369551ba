import type { Gathering } from "./gathering.ts";

/** How many closes the clients of a gathering have seen so far. */
export function closesOf({ participants }: Gathering): number {
  const events = participants.flatMap(({ client }) => client.history.events);
  return events.filter(({ type }) => type === "closed").length;
}
