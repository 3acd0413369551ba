import { ConferenceError, type ConferenceErrorCode } from "./errors.ts";

/** What is asked for: a device by its id, any device, or none. */
export interface LocalMediaRequest {
  readonly microphone: boolean | string;
  readonly camera: boolean | string;
}

/** A camera, microphone or speaker that can be chosen. */
export interface Device {
  readonly id: string;
  readonly kind: MediaDeviceKind;
  /** Empty until permission was given once. */
  readonly label: string;
}

/** A picture that a mesh of a class can carry. */
const picture = {
  width: { ideal: 640 },
  height: { ideal: 480 },
  frameRate: { ideal: 24, max: 30 },
};

/**
 * Asks for one's own sound and picture (W3C Media Capture, `getUserMedia`).
 *
 * @throws {ConferenceError} with a code for each way in which that can fail
 */
export async function openLocalMedia(request: LocalMediaRequest): Promise<MediaStream> {
  if (!request.microphone && !request.camera) return new MediaStream();
  if (!globalThis.isSecureContext) {
    throw new ConferenceError("insecure-context", "Cameras are given to https and localhost only");
  }
  if (!navigator.mediaDevices?.getUserMedia) {
    throw new ConferenceError("unsupported", "This browser has no getUserMedia");
  }
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: constraint(request.microphone, {}),
      video: constraint(request.camera, picture),
    });
  } catch (cause) {
    const code = codeOf(cause);
    throw new ConferenceError(code, `Cannot open camera or microphone: ${code}`, { cause });
  }
}

/** What can be chosen from at the moment; empty where the browser gives no list. */
export async function listDevices(): Promise<readonly Device[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices
    .filter(({ deviceId }) => deviceId !== "")
    .map(({ deviceId, kind, label }) => ({ id: deviceId, kind, label }));
}

function constraint(
  wanted: boolean | string,
  always: MediaTrackConstraints,
): boolean | MediaTrackConstraints {
  if (wanted === false) return false;
  return wanted === true ? always : { ...always, deviceId: { exact: wanted } };
}

/** W3C Media Capture, #dom-mediadevices-getusermedia, and what browsers threw before it. */
function codeOf(cause: unknown): ConferenceErrorCode {
  switch (cause instanceof DOMException ? cause.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "permission-denied";
    case "NotFoundError":
      return "no-device";
    case "NotReadableError":
    case "AbortError":
      return "device-busy";
    case "OverconstrainedError":
      return "device-lost";
    default:
      return "unknown";
  }
}
