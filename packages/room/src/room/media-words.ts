import type { ConferenceErrorCode } from "@lectern/client/errors";

/** What a person is told when camera or microphone could not be opened, and the way on. */
export interface MediaWords {
  readonly title: string;
  readonly advice: string;
  /** Whether trying again may help without more ado. */
  readonly canRetry: boolean;
}

export const mediaWords: Readonly<Record<ConferenceErrorCode, MediaWords>> = {
  "permission-denied": {
    title: "Camera and microphone are blocked for this page",
    advice:
      "Allow them in the address bar of your browser (the icon left of the address), then try again. You can also join without them and watch, listen and write.",
    canRetry: true,
  },
  "no-device": {
    title: "No such device was found",
    advice: "Plug in a camera or microphone and try again, or join with what you have.",
    canRetry: true,
  },
  "device-busy": {
    title: "Another program is using your camera or microphone",
    advice: "Close the other program or browser tab that uses it, then try again.",
    canRetry: true,
  },
  "device-lost": {
    title: "The device that you chose is not there any more",
    advice: "Choose another one below, or plug it in and try again.",
    canRetry: true,
  },
  "insecure-context": {
    title: "This address is not secure, so the browser gives no camera",
    advice:
      "Open the page by its https address, or on the computer itself by localhost. You can join now to watch and write.",
    canRetry: false,
  },
  unsupported: {
    title: "This browser cannot use a camera or microphone",
    advice: "Use a current Firefox, Chrome, Edge or Safari. You can join now to watch and write.",
    canRetry: false,
  },
  "access-refused": {
    title: "You cannot enter this room",
    advice: "Go back to your conferences and try again from there.",
    canRetry: false,
  },
  unknown: {
    title: "Camera or microphone could not be opened",
    advice: "Try again, or join without them.",
    canRetry: true,
  },
};
