import type { Device } from "../local-media.ts";
import type {
  DeviceEvent,
  DeviceState,
  DeviceStep,
  DeviceUse,
  SettledUse,
  Why,
} from "./device-state.ts";
import { findAgain, isSame, isUnplugged, substituteFor } from "./known-devices.ts";

/** An end and the list without the device come one after the other, within this time, in ms. */
const settleMs = 2_000;

/** @param device what is open from the start; `null` when nothing is */
export function beginDevice(kind: DeviceState["kind"], device: Device | null): DeviceState {
  const use: DeviceUse = device ? { type: "open", device } : { type: "none" };
  return { kind, use, wanted: device, devices: [], news: null };
}

/**
 * Decides what becomes of one's microphone or camera.
 *
 * What was unplugged while it was on is replaced, and comes back when it is plugged
 * in again. What the system took away or held back, and what the person switched
 * off, is turned on by the person only.
 */
export function step(state: DeviceState, event: DeviceEvent): DeviceStep {
  switch (event.type) {
    case "opened":
      return takeOpened(state, event.device);
    case "failed":
      return takeFailure(state, event);
    case "listed":
      return look({ ...state, devices: event.devices }, event);
    case "ended":
      return takeEnd(state, event);
    case "muted":
      return hold(state, event.isOn);
    case "unmuted":
      return free(state);
    case "choose":
      return open(state, { type: "chosen" }, event.id);
    case "switch":
      return turn(state, event);
    case "dismiss":
      return rest({ ...state, news: null, use: leftAsIs(state.use) });
  }
}

function takeOpened(state: DeviceState, device: Device): DeviceStep {
  const { use } = state;
  // What was open from the start has been found in the list.
  if (use.type === "open") return rest({ ...state, use: { type: "open", device }, wanted: device });
  if (use.type !== "opening") return rest(state);
  const now: DeviceState = { ...state, use: { type: "open", device }, news: null };
  switch (use.why.type) {
    case "fallback":
      return rest({ ...now, news: { type: "fell-back", lost: use.why.lost, device } });
    case "return":
      return rest({ ...now, wanted: device, news: { type: "returned", device } });
    case "asked":
      return turnedOn({ ...now, wanted: state.wanted ?? device });
    case "chosen":
      // In place of one that is switched off, it stays so.
      return use.from.type === "open"
        ? rest({ ...now, wanted: device })
        : turnedOn({ ...now, wanted: device });
  }
}

function takeFailure(
  state: DeviceState,
  { code, isOpen }: Extract<DeviceEvent, { readonly type: "failed" }>,
): DeviceStep {
  const { use } = state;
  if (use.type !== "opening") return rest(state);
  if (use.why.type === "fallback") {
    const { lost } = use.why;
    const isTaken = code === "permission-denied";
    return rest({ ...state, use: isTaken ? takenAway(lost) : { type: "missing" } });
  }
  return rest({ ...state, use: use.from.type === "open" && !isOpen ? none : use.from });
}

function look(
  state: DeviceState,
  { isOn, now }: Extract<DeviceEvent, { readonly type: "listed" }>,
): DeviceStep {
  const { use, devices } = state;
  switch (use.type) {
    case "open":
      if (!isUnplugged(use.device, devices)) return comeBack(state, use.device);
      return isOn ? lose(state, use.device) : rest({ ...state, use: none });
    case "ended":
      return now - use.at < settleMs && isUnplugged(use.device, devices)
        ? lose(state, use.device)
        : rest(state);
    case "missing":
      return comeBack(state, null);
    default:
      return rest(state);
  }
}

function lose(state: DeviceState, lost: Device): DeviceStep {
  const isOfWanted = state.wanted !== null && isSame(state.wanted, lost);
  const back = isOfWanted ? null : comeBack(state, lost);
  if (back && back.effects.length > 0) return back;
  const substitute = substituteFor(lost, state.devices);
  return substitute
    ? open({ ...state, use: none }, { type: "fallback", lost }, substitute.id)
    : rest({ ...state, use: { type: "missing" } });
}

function comeBack(state: DeviceState, inUse: Device | null): DeviceStep {
  const { wanted, devices } = state;
  if (!wanted || (inUse && isSame(wanted, inUse))) return rest(state);
  const found = findAgain(wanted, devices, inUse);
  return found ? open(state, { type: "return" }, found.id) : rest(state);
}

function takeEnd(
  state: DeviceState,
  { isOn, now }: Extract<DeviceEvent, { readonly type: "ended" }>,
): DeviceStep {
  const { use } = state;
  if (use.type === "held") return rest({ ...state, use: takenAway(use.device) });
  if (use.type !== "open") return rest(state);
  const ended = { type: "ended", device: use.device, at: now } as const;
  return rest({ ...state, use: isOn ? ended : none });
}

/** What is held back is switched off, so that it does not go on by itself when it is free again. */
function hold(state: DeviceState, isOn: boolean): DeviceStep {
  const { use } = state;
  if (use.type !== "open" || !isOn) return rest(state);
  return {
    state: { ...state, use: { type: "held", device: use.device, isFree: false } },
    effects: [{ type: "enable", isOn: false }],
  };
}

function free(state: DeviceState): DeviceStep {
  const { use } = state;
  return rest(use.type === "held" ? { ...state, use: { ...use, isFree: true } } : state);
}

function turn(
  state: DeviceState,
  { isOn, isMuted }: Extract<DeviceEvent, { readonly type: "switch" }>,
): DeviceStep {
  const { use, wanted, devices } = state;
  if (use.type === "open" && isOn) return { state, effects: [{ type: "enable", isOn: false }] };
  const isThere = use.type === "open" || (use.type === "held" && use.isFree);
  if (isThere && !isMuted) {
    return turnedOn({ ...state, use: { type: "open", device: use.device } });
  }
  const again = wanted && findAgain(wanted, devices, null);
  return open(state, { type: "asked" }, again?.id ?? null);
}

function open(state: DeviceState, why: Why, id: string | null): DeviceStep {
  const { use } = state;
  if (use.type === "opening") return rest(state);
  return {
    state: { ...state, use: { type: "opening", why, from: use } },
    effects: [{ type: "open", id }],
  };
}

/** What is held stays off: the person left it so. */
function leftAsIs(use: DeviceUse): DeviceUse {
  if (use.type === "held") return { type: "open", device: use.device };
  return use.type === "ended" || use.type === "missing" ? none : use;
}

const none: SettledUse = { type: "none" };

/** Not to be taken for one that was unplugged. */
function takenAway(device: Device): SettledUse {
  return { type: "ended", device, at: Number.NEGATIVE_INFINITY };
}

function turnedOn(state: DeviceState): DeviceStep {
  return { state, effects: [{ type: "enable", isOn: true }] };
}

function rest(state: DeviceState): DeviceStep {
  return { state, effects: [] };
}
