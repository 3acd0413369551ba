import type { DeviceState } from "@lectern/client/device-state";

export type DeviceName = "microphone" | "camera";

/** What a person is told of their microphone or camera. */
export interface DeviceWords {
  readonly text: string;
  /** Whether it is off until the person turns it on again. */
  readonly needsConsent: boolean;
}

/** `null` while all is as the person left it. */
export function deviceWords({ use, news }: DeviceState, name: DeviceName): DeviceWords | null {
  switch (use.type) {
    case "held":
      return use.isFree
        ? asking(`Your ${name} can be used again. It stays off until you turn it on.`)
        : asking(`Your computer or phone has muted your ${name}: a call, or a privacy switch.`);
    case "ended":
      return asking(`Your ${name} was taken away: by a call, a privacy switch or the browser.`);
    case "missing":
      return asking(`Your ${name} was unplugged. There is no other one.`);
    case "opening":
    case "none":
      return null;
    case "open":
      return news && { text: newsText(news, name), needsConsent: false };
  }
}

/** The same on one's own tile, where there is room for a few words. */
export function shortDeviceWords({ use }: DeviceState, name: DeviceName): string | null {
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  switch (use.type) {
    case "held":
      return use.isFree ? `${title} can be used again` : `${title} muted by the system`;
    case "ended":
      return `${title} was taken away`;
    case "missing":
      return `${title} was unplugged`;
    default:
      return null;
  }
}

function newsText(news: NonNullable<DeviceState["news"]>, name: DeviceName): string {
  const now = news.device.label || `Another ${name}`;
  switch (news.type) {
    case "fell-back":
      return `${news.lost.label || `Your ${name}`} was unplugged. ${now} is used in its place.`;
    case "returned":
      return `${now} is plugged in again, and is used as before.`;
  }
}

function asking(text: string): DeviceWords {
  return { text, needsConsent: true };
}
