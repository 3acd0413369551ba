// The face of the built library: one file for pages that use no bundler.
// biome-ignore-all lint/performance/noBarrelFile: it is the package's surface, not a way around it
export type { Conference } from "./conference.ts";
export type { DeviceNews, DeviceState, DeviceUse } from "./devices/device-state.ts";
export { LocalDevice, type LocalDeviceOptions } from "./devices/local-device.ts";
export {
  AccessDelayed,
  AccessRefused,
  ConferenceError,
  type ConferenceErrorCode,
} from "./errors.ts";
export { joinConference } from "./join-conference.ts";
export type { Access, JoinOptions } from "./join-options.ts";
export { createLevelMeter, type LevelMeter } from "./level-meter.ts";
export type { ClassReport } from "./link/class-report.ts";
export type { Link, LinkFigures } from "./link/link.ts";
export {
  type Device,
  type LocalMediaRequest,
  listAllDevices,
  listDevices,
  openLocalMedia,
  type SoundProcessing,
} from "./local-media.ts";
export type { MediaKind } from "./local-tracks.ts";
export { hear, type Speaking, silent } from "./speaking.ts";
export type {
  ChatLine,
  ConferenceEvents,
  ConferenceState,
  ConferenceStatus,
  MendingProgress,
  MendingStep,
  PairState,
  RemoteParticipant,
} from "./state.ts";
export { recordTimeline } from "./timeline/record-timeline.ts";
export type { TimelineReport } from "./timeline/timeline.ts";
export type { Size } from "./uplink/size.ts";
