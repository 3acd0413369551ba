import type { ParticipantId } from "@lectern/protocol/ids";
import type { LeaveReason, Participant } from "@lectern/protocol/messages";
import { makesFirstOffer } from "./initiator.ts";
import type { Presence, Roster, RosterEffect, RosterEvent, Seat, Step } from "./roster-types.ts";
import type { PairState } from "./state.ts";

/** How long a lost participant stays to be seen, so that one who is back at once never went. */
const lingerMs = 600;
/** How long the call to a lost participant is kept for their return. */
const parkMs = 30_000;
/** How long somebody whose call is up is waited for, when a restarted server does not say. */
const defaultSettleMs = 15_000;

export const emptyRoster: Roster = { self: null, seats: new Map() };

/**
 * Decides who is in the room, and what becomes of the calls to them.
 *
 * Signaling and media have separate fates: a call that is up outlives its
 * participant's socket and one's own. It is made anew when the participant comes
 * back with another page, or with a call that is not up.
 */
export function step(roster: Roster, event: RosterEvent): Step {
  switch (event.type) {
    case "joined":
      return takeRoster(roster, event);
    case "peer-joined":
      return arrive(roster, event.peer, false);
    case "peer-left":
      return leave(roster, event);
    case "pair-changed":
      return changePair(roster, event.id, event.pair);
    case "time":
      return passTime(roster, event.now);
  }
}

/** The seats to be shown: those whom the server names, and who may be back at once. */
export function shownSeats(roster: Roster): readonly Seat[] {
  return [...roster.seats.values()].filter(isShown);
}

/** When the roster wants to hear of the time again, in ms since the epoch; `null` when it does not. */
export function nextWakeAt(roster: Roster): number | null {
  const times = [...roster.seats.values()].flatMap(({ presence }) =>
    presence.type === "away" ? [presence.isShown ? presence.hideAt : presence.dropAt] : [],
  );
  return times.length === 0 ? null : Math.min(...times);
}

/** Everybody in the roster that comes with one's own seat came before oneself. */
function takeRoster(roster: Roster, event: Extract<RosterEvent, { type: "joined" }>): Step {
  const { self, participants, isOfNewEpoch, settleMs, now } = event;
  const named = new Set(participants.map(({ id }) => id));
  const missing = [...roster.seats.values()].filter(
    ({ participant }) => !named.has(participant.id),
  );
  return inTurn({ ...roster, self }, [
    ...missing.map((seat) => (before: Roster) => {
      const patienceMs = settleMs ?? (seat.pair === "connected" ? defaultSettleMs : 0);
      if (isOfNewEpoch && patienceMs > 0) {
        return wait(before, seat, { hideAt: now + patienceMs, dropAt: now + patienceMs });
      }
      // Who was away already is waited for as before.
      if (!isOfNewEpoch && seat.presence.type === "away") return { roster: before, effects: [] };
      return drop(before, seat, "connection-lost");
    }),
    ...participants.map((peer) => (before: Roster) => arrive(before, peer, true)),
  ]);
}

function arrive(roster: Roster, participant: Participant, isLater: boolean): Step {
  const { id, role } = participant;
  const known = roster.seats.get(id);
  const isInitiator = roster.self !== null && makesFirstOffer(roster.self.role, role, isLater);
  // A call that is not up is made anew by its initiator; the other side waits for that offer.
  const isKept =
    known !== undefined &&
    isSamePage(known.participant, participant) &&
    (known.pair === "connected" || !isInitiator);
  const pair = isKept ? known.pair : "connecting";
  const call: RosterEffect = isKept
    ? { type: "keep", id, isInitiator }
    : { type: "call", participant, isInitiator };
  return {
    roster: put(roster, { participant, pair, presence: { type: "seated" } }),
    effects: known && isShown(known) ? [call] : [call, { type: "came", id }],
  };
}

function leave(roster: Roster, event: Extract<RosterEvent, { type: "peer-left" }>): Step {
  const seat = roster.seats.get(event.peerId);
  if (!seat) return { roster, effects: [] };
  if (event.reason !== "connection-lost") return drop(roster, seat, event.reason);
  return wait(roster, seat, { hideAt: event.now + lingerMs, dropAt: event.now + parkMs });
}

/** Of somebody who is out of sight, nothing is worth keeping once the call has failed. */
function changePair(roster: Roster, id: ParticipantId, pair: PairState): Step {
  const seat = roster.seats.get(id);
  if (!seat) return { roster, effects: [] };
  const { presence } = seat;
  if (presence.type === "seated" || pair !== "failed") {
    return { roster: put(roster, { ...seat, pair }), effects: [] };
  }
  if (!presence.isShown) return drop(roster, seat, "connection-lost");
  const shortly: Presence = { ...presence, dropAt: presence.hideAt };
  return { roster: put(roster, { ...seat, pair, presence: shortly }), effects: [] };
}

function passTime(roster: Roster, now: number): Step {
  return inTurn(
    roster,
    [...roster.seats.values()].map((seat) => (before: Roster) => {
      const { presence } = seat;
      if (presence.type === "away" && now >= presence.dropAt) {
        return drop(before, seat, "connection-lost");
      }
      if (presence.type === "away" && presence.isShown && now >= presence.hideAt) {
        const hidden = put(before, { ...seat, presence: { ...presence, isShown: false } });
        return { roster: hidden, effects: [went(seat, "connection-lost")] };
      }
      return { roster: before, effects: [] };
    }),
  );
}

function wait(
  roster: Roster,
  seat: Seat,
  until: { readonly hideAt: number; readonly dropAt: number },
): Step {
  const presence: Presence = { type: "away", isShown: isShown(seat), ...until };
  return { roster: put(roster, { ...seat, presence }), effects: [] };
}

function drop(roster: Roster, seat: Seat, reason: LeaveReason): Step {
  const { id } = seat.participant;
  const seats = new Map(roster.seats);
  seats.delete(id);
  const hangUp: RosterEffect = { type: "hang-up", id };
  return {
    roster: { ...roster, seats },
    effects: isShown(seat) ? [went(seat, reason), hangUp] : [hangUp],
  };
}

function went({ participant }: Seat, reason: LeaveReason): RosterEffect {
  return { type: "went", participant, reason };
}

function inTurn(roster: Roster, steps: readonly ((before: Roster) => Step)[]): Step {
  return steps.reduce<Step>(
    (done, next) => {
      const { roster: after, effects } = next(done.roster);
      return { roster: after, effects: [...done.effects, ...effects] };
    },
    { roster, effects: [] },
  );
}

function put(roster: Roster, seat: Seat): Roster {
  return { ...roster, seats: new Map(roster.seats).set(seat.participant.id, seat) };
}

function isShown({ presence }: Seat): boolean {
  return presence.type === "seated" || presence.isShown;
}

/** Without an instance nothing is known of the page, and the pair is made anew. */
function isSamePage(before: Participant, now: Participant): boolean {
  return before.instance !== undefined && before.instance === now.instance;
}
