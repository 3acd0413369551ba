import type { Device } from "../local-media.ts";

/** Ids that stand for whichever device the system takes at the moment; its group tells which that is. */
const roles = ["default", "communications"];

/** Whether two entries, of one list or of two, are the same device. */
export function isSame(one: Device, other: Device): boolean {
  if (one.kind !== other.kind || one.id !== other.id) return false;
  return !roles.includes(one.id) || one.groupId === other.groupId;
}

/**
 * Whether a device is gone from a list. While the browser names none of its kind,
 * the permission was taken away, and nothing is known of the device.
 */
export function isUnplugged(device: Device, devices: readonly Device[]): boolean {
  const alike = devices.filter(({ kind }) => kind === device.kind);
  return !alike.some((one) => one.id === "" || isSame(one, device));
}

/** A device under the id that it has now: some browsers give another one at every plugging in. */
export function findAgain(
  wanted: Device,
  devices: readonly Device[],
  inUse: Device | null,
): Device | null {
  const named = namedOf(devices, wanted.kind).filter((one) => !inUse || !isSame(one, inUse));
  return (
    named.find((one) => isSame(one, wanted)) ??
    named.find(({ label }) => label !== "" && label === wanted.label) ??
    null
  );
}

/** What is taken in place of a device that is gone: the first, which browsers make that of the system. */
export function substituteFor(lost: Device, devices: readonly Device[]): Device | null {
  return namedOf(devices, lost.kind).find((one) => !isSame(one, lost)) ?? null;
}

function namedOf(devices: readonly Device[], kind: MediaDeviceKind): readonly Device[] {
  return devices.filter((one) => one.kind === kind && one.id !== "");
}
