import type { Random } from "../support/random.ts";
import signals from "./corpus/signals.json" with { type: "json" };

/** A message as a client would write it, before anything is done to it. */
export type Draft = Readonly<Record<string, unknown>>;

/** What `offer`, `answer` and `ice-candidate` of the corpus hold: made by Chromium and Firefox. */
export const corpus: {
  readonly offers: readonly string[];
  readonly answers: readonly string[];
  readonly candidates: readonly (Readonly<Record<string, unknown>> | null)[];
} = signals;

const link = {
  peer: "teacher-2",
  quality: "fair",
  sound: "flowing",
  picture: "lost",
  cause: "delay",
  rttMs: 420,
};

/** One valid message of any type that a client can send. */
export function validMessage(random: Random): Draft {
  switch (random.below(11)) {
    case 0:
      return {
        type: "join",
        roomId: "conference-12",
        token: "aaa.bbb.ccc",
        resumable: true,
        accepts: ["mend", "report"],
      };
    case 1:
      return {
        type: "resume",
        roomId: "conference-12",
        sessionId: "0f8fad5b",
        secret: "c2VjcmV0",
        lastSeq: random.below(1_000),
      };
    case 2:
      return { type: "meeting-ended" };
    case 3:
      return { type: "leave", ref: "r1" };
    case 4:
      return { type: "mend", to: "student-5", peer: "student-6" };
    case 5:
      return { type: "report", links: [link] };
    case 6:
      return { type: "ping" };
    default:
      return validTalk(random, "student-5");
  }
}

/** One valid message that a room passes on; the directed ones are for `to`. */
export function validTalk(random: Random, to: string): Draft {
  switch (random.below(4)) {
    case 0:
      return { type: "offer", to, payload: { type: "offer", sdp: random.pick(corpus.offers) } };
    case 1:
      return { type: "answer", to, payload: { type: "answer", sdp: random.pick(corpus.answers) } };
    case 2:
      return { type: "ice-candidate", to, payload: random.pick(corpus.candidates) };
    default:
      return { type: "chat", message: "Hello, class", ref: `r${random.below(100)}` };
  }
}
