import { ConferenceError, type ConferenceErrorCode } from "./errors.ts";

/** What is asked for: a device by its id, any device, or none. */
export interface LocalMediaRequest {
  readonly microphone: boolean | string;
  readonly camera: boolean | string;
  /** What the browser does to the sound; what is left out is its own choice. */
  readonly processing?: SoundProcessing;
}

/** W3C Media Capture, #dom-mediatrackconstraintset-echocancellation and those that follow it. */
export interface SoundProcessing {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
}

/** A camera, microphone or speaker that can be chosen. */
export interface Device {
  readonly id: string;
  readonly kind: MediaDeviceKind;
  /** Devices of one piece of hardware have the same; empty when not known. */
  readonly groupId: string;
  /** Empty until permission was given once. */
  readonly label: string;
}

/** What is used of the browser; tests pass in a stand-in. */
export interface MediaSource {
  readonly isSecureContext: boolean;
  /** A page that is not secure has none. */
  readonly mediaDevices: Pick<MediaDevices, "getUserMedia" | "enumerateDevices"> | undefined;
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
export async function openLocalMedia(
  { microphone, camera, processing }: LocalMediaRequest,
  source: MediaSource = browserSource(),
): Promise<MediaStream> {
  if (!microphone && !camera) return new MediaStream();
  if (!source.isSecureContext) {
    throw new ConferenceError("insecure-context", "Cameras are given to https and localhost only");
  }
  if (!source.mediaDevices?.getUserMedia) {
    throw new ConferenceError("unsupported", "This browser has no getUserMedia");
  }
  try {
    return await source.mediaDevices.getUserMedia({
      audio: constraint(microphone, { ...processing }),
      video: constraint(camera, picture),
    });
  } catch (cause) {
    const code = codeOf(cause);
    throw new ConferenceError(code, `Cannot open camera or microphone: ${code}`, { cause });
  }
}

/** What can be chosen from at the moment; empty where the browser gives no list. */
export async function listDevices(
  source: MediaSource = browserSource(),
): Promise<readonly Device[]> {
  return (await listAllDevices(source)).filter(({ id }) => id !== "");
}

/** What is there at the moment. Of a kind without permission there is one device without an id. */
export async function listAllDevices(
  source: MediaSource = browserSource(),
): Promise<readonly Device[]> {
  const devices = (await source.mediaDevices?.enumerateDevices()) ?? [];
  return devices.map(({ deviceId, kind, groupId, label }) => ({
    id: deviceId,
    kind,
    groupId,
    label,
  }));
}

function browserSource(): MediaSource {
  return { isSecureContext: globalThis.isSecureContext, mediaDevices: navigator.mediaDevices };
}

function constraint(
  wanted: boolean | string,
  always: MediaTrackConstraints,
): boolean | MediaTrackConstraints {
  if (wanted === false) return false;
  return wanted === true ? always : { ...always, deviceId: { exact: wanted } };
}

/** W3C Media Capture, #dom-mediadevices-getusermedia. */
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
