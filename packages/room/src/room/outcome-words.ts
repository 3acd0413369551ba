/** What somebody is told when they are not in the room any more, or do not get in. */
export interface OutcomeWords {
  readonly title: string;
  readonly advice: string;
  readonly canRetry: boolean;
}

const words: Readonly<Record<string, OutcomeWords>> = {
  "session-replaced": {
    title: "You joined from somewhere else",
    advice: "This class is open in another tab or on another device. Only one can be in at a time.",
    canRetry: true,
  },
  removed: {
    title: "The teacher removed you from this class",
    advice:
      "You can enter again once the teacher lets you back in. Ask them if you think that it was a mistake.",
    canRetry: true,
  },
  "access-ended": {
    title: "You are out of the class",
    advice:
      "Your access was ended and given back, for example by a new password. Enter once more to go on.",
    canRetry: true,
  },
  forbidden: {
    title: "You cannot enter this room",
    advice: "Your access is for another room. Go back to your conferences and enter from there.",
    canRetry: false,
  },
  "room-full": {
    title: "The room is full",
    advice: "Every seat is taken. Try again when somebody has left.",
    canRetry: true,
  },
  "token-invalid": {
    title: "The server did not accept your access",
    advice: "Try again. If it happens again, tell whoever runs Lectern here.",
    canRetry: true,
  },
  "token-expired": {
    title: "Your access has expired",
    advice: "Enter once more to get a new one.",
    canRetry: true,
  },
  "bad-message": {
    title: "Something went wrong in this page",
    advice: "Enter once more. If it happens again, tell whoever runs Lectern here.",
    canRetry: true,
  },
  bye: {
    title: "You left the class",
    advice: "You can come back as long as the class lasts.",
    canRetry: true,
  },
  "signaling-disabled": {
    title: "Live classes are switched off",
    advice:
      "Whoever runs Lectern here has switched live classes off. Your conferences are still there.",
    canRetry: true,
  },
  "sign-in-required": {
    title: "You are not signed in any more",
    advice: "Sign in again to enter the class, or open the guest link once more.",
    canRetry: false,
  },
  "guest-link-closed": {
    title: "The guest link was closed",
    advice: "Ask the teacher for the new link.",
    canRetry: false,
  },
  "conference-not-found": {
    title: "There is no such class for you",
    advice: "It was deleted, or you are not among its people. Ask the teacher.",
    canRetry: false,
  },
};

/** Words for every reason to be out of a room; for one that is not known, the sentence that came with it. */
export function outcomeWords(code: string, message: string): OutcomeWords {
  const known = words[code];
  if (known) return known;
  return {
    title: "You are not in the class",
    advice: message || "Enter once more.",
    canRetry: true,
  };
}
