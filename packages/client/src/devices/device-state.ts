import type { ConferenceErrorCode } from "../errors.ts";
import type { Device } from "../local-media.ts";

/** Why a device is opened. */
export type Why =
  /** The person chose it. */
  | { readonly type: "chosen" }
  /** The person turned it on. */
  | { readonly type: "asked" }
  /** The one before it was unplugged. */
  | { readonly type: "fallback"; readonly lost: Device }
  /** It was unplugged and is plugged in again. */
  | { readonly type: "return" };

/** What becomes of one's microphone or camera at the moment, between two openings. */
export type SettledUse =
  /** Nothing is open and nothing is missed. */
  | { readonly type: "none" }
  /** Sound or picture comes from it, unless the person has switched it off. */
  | { readonly type: "open"; readonly device: Device }
  /** The system muted it. It stays off when the system gives it free, until the person turns it on. */
  | { readonly type: "held"; readonly device: Device; readonly isFree: boolean }
  /** It was taken away: a phone call, a privacy switch, the permission. `at`: ms since the epoch. */
  | { readonly type: "ended"; readonly device: Device; readonly at: number }
  /** It was unplugged, and there is no other. */
  | { readonly type: "missing" };

export type DeviceUse =
  | SettledUse
  | { readonly type: "opening"; readonly why: Why; readonly from: SettledUse };

/** What the person has not been told yet. */
export type DeviceNews =
  | { readonly type: "fell-back"; readonly lost: Device; readonly device: Device }
  | { readonly type: "returned"; readonly device: Device };

/** One's microphone or camera, and what the person wants of it. */
export interface DeviceState {
  readonly kind: "audioinput" | "videoinput";
  readonly use: DeviceUse;
  /** What is used when it is there; `null` before there was any. */
  readonly wanted: Device | null;
  /** What there was when one last looked. */
  readonly devices: readonly Device[];
  readonly news: DeviceNews | null;
}

export type DeviceEvent =
  | { readonly type: "opened"; readonly device: Device }
  /** `isOpen`: whether the one before it still gives sound or picture. */
  | { readonly type: "failed"; readonly code: ConferenceErrorCode; readonly isOpen: boolean }
  /** These are there now. `isOn`: whether the person has it switched on. */
  | {
      readonly type: "listed";
      readonly devices: readonly Device[];
      readonly isOn: boolean;
      readonly now: number;
    }
  | { readonly type: "ended"; readonly isOn: boolean; readonly now: number }
  | { readonly type: "muted"; readonly isOn: boolean }
  | { readonly type: "unmuted" }
  | { readonly type: "choose"; readonly id: string }
  /** The person presses the button of it. */
  | { readonly type: "switch"; readonly isOn: boolean; readonly isMuted: boolean }
  /** The person has read it, and leaves things as they are. */
  | { readonly type: "dismiss" };

export type DeviceEffect =
  /** `null`: any device of the kind. */
  | { readonly type: "open"; readonly id: string | null }
  | { readonly type: "enable"; readonly isOn: boolean };

export interface DeviceStep {
  readonly state: DeviceState;
  readonly effects: readonly DeviceEffect[];
}
