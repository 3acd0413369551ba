import type { ParticipantId } from "@lectern/protocol/ids";
import type { OptionalType } from "@lectern/protocol/optional-types";
import { error, nothing, send } from "./effects.ts";
import type { Effect, EventOf, Room, Seat, Step } from "./room-types.ts";

/** Sends a signal on to its receiver alone. */
export function relay(room: Room, event: EventOf<"signal">, sender: Seat): Step {
  const receiver = receiverOf(room, event, sender);
  if ("type" in receiver) return { room, effects: [receiver] };
  return { room, effects: [send([receiver.id], { ...event.signal, from: event.from })] };
}

/** Asks a participant to mend a pair of theirs: the sender's own, or any when it is a teacher who asks. */
export function mend(room: Room, event: EventOf<"mend">, sender: Seat): Step {
  const { from, peer, ref } = event;
  if (peer !== from && sender.participant.role !== "teacher") {
    const text = "Only a teacher asks for the pair of two others";
    return { room, effects: [send([sender.id], error("not-teacher", text, ref))] };
  }
  const receiver = receiverOf(room, event, sender);
  if ("type" in receiver) return { room, effects: [receiver] };
  if (!accepts(receiver, "mend")) return nothing(room);
  return { room, effects: [send([receiver.id], { type: "mend", from, peer })] };
}

/** Shows a report to the teachers who want it; one that is away will see a later one. */
export function report(room: Room, { from, links }: EventOf<"report">): Step {
  const to = [...room.seats.values()]
    .filter((seat) => seat.participant.id !== from && accepts(seat, "report"))
    .map(({ id }) => id);
  return { room, effects: [{ type: "show", to, message: { type: "report", from, links } }] };
}

/** Whether a seat gets an optional type: reports are for teachers only. */
function accepts({ accepted, participant }: Seat, type: OptionalType): boolean {
  return accepted.includes(type) && (type !== "report" || participant.role === "teacher");
}

/** @returns the receiver's seat, or what tells the sender that there is none */
function receiverOf(
  room: Room,
  {
    from,
    to,
    ref,
  }: { readonly from: ParticipantId; readonly to: ParticipantId; readonly ref?: string },
  sender: Seat,
): Seat | Effect {
  if (to === from) {
    return send([sender.id], error("self-target", "Message is addressed to its sender", ref));
  }
  const receiver = room.seats.get(to);
  return receiver ?? send([sender.id], error("peer-not-found", `${to} is not in this room`, ref));
}
