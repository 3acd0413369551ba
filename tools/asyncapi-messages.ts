import type { ClientMessageType, ServerMessageType } from "@lectern/protocol/messages";

/** What the document says of a message beside its schema. */
export interface MessageNote {
  readonly summary: string;
  readonly example: Readonly<Record<string, unknown>>;
}

const sdp = "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
const candidate = {
  candidate: "candidate:1 1 udp 2122260223 192.0.2.7 51234 typ host",
  sdpMid: "0",
  sdpMLineIndex: 0,
  usernameFragment: "EsAw",
};
const negotiation = "f3a9c1-1";
const teacher = { id: "teacher-2", role: "teacher", name: "Tea Horvat", joinedAt: 1800000000000 };
const student = {
  id: "student-5",
  role: "student",
  name: "Ana Kovač",
  joinedAt: 1800000004000,
  instance: "k3Jx9",
};
const link = {
  peer: "teacher-2",
  quality: "poor",
  sound: "flowing",
  picture: "off",
  cause: "loss",
  path: "direct",
  rttMs: 84,
  lossPercent: 6,
};

export const clientNotes: Readonly<Record<ClientMessageType, MessageNote>> = {
  join: {
    summary: "The first message, within 10 s. Answered by `joined`; the others get `peer-joined`.",
    example: {
      type: "join",
      roomId: "conference-12",
      token: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZWFjaGVyLTIifQ.c2lnbmF0dXJl",
      resumable: true,
      instance: "k3Jx9",
      accepts: ["mend"],
    },
  },
  resume: {
    summary: "Instead of `join`, to take back a seat. Answered by `resumed` or `resume-failed`.",
    example: {
      type: "resume",
      roomId: "conference-12",
      sessionId: "8b1e5a60",
      secret: "Zk9vQmFy",
      lastSeq: 41,
    },
  },
  offer: {
    summary: "Relayed to `to`, and to nobody else.",
    example: { type: "offer", to: "student-5", payload: { type: "offer", sdp }, negotiation },
  },
  answer: {
    summary: "Relayed to `to`, and to nobody else.",
    example: { type: "answer", to: "teacher-2", payload: { type: "answer", sdp }, negotiation },
  },
  "ice-candidate": {
    summary: "Relayed to `to`, and to nobody else. `null` is the end of candidates.",
    example: { type: "ice-candidate", to: "student-5", payload: candidate, negotiation },
  },
  chat: {
    summary: "To everyone in the room, the sender included.",
    example: { type: "chat", message: "Hello", ref: "line-1" },
  },
  mend: {
    summary:
      "Asks `to` to mend its pair with `peer`: oneself, or of a teacher anybody. Relayed if `to` accepts it.",
    example: { type: "mend", to: "student-5", peer: "student-6" },
  },
  report: {
    summary: "How one's pairs do, at most once in 5 s. To the teachers who accept it.",
    example: { type: "report", links: [link] },
  },
  ping: {
    summary: "Asks the server for a `pong`, to see whether the socket still leads to it.",
    example: { type: "ping" },
  },
  "meeting-ended": {
    summary: "Of a teacher only: to everyone, then the room is closed.",
    example: { type: "meeting-ended" },
  },
  leave: {
    summary: "The others get `peer-left` at once; the socket is closed with 1000.",
    example: { type: "leave" },
  },
};

export const serverNotes: Readonly<Record<ServerMessageType, MessageNote>> = {
  joined: {
    summary: "You are in; `participants` are the others, in the order they came.",
    example: {
      type: "joined",
      roomId: "conference-12",
      self: student,
      participants: [teacher],
      serverTime: 1800000004000,
      epoch: "0d5c6f0e",
      settleMs: 9000,
      sessionId: "8b1e5a60",
      secret: "Zk9vQmFy",
      resumeWindowMs: 30000,
      seq: 1,
    },
  },
  resumed: {
    summary: "The seat is yours again; what was missed follows, up to `lastSeq`.",
    example: { type: "resumed", lastSeq: 45, secret: "QmF6UXV4" },
  },
  "peer-joined": {
    summary: "Somebody has come.",
    example: { type: "peer-joined", peer: student },
  },
  "peer-left": {
    summary: "Somebody is gone.",
    example: { type: "peer-left", peerId: "student-5", reason: "left" },
  },
  offer: {
    summary: "`from` is taken from the sender's token.",
    example: { type: "offer", from: "teacher-2", payload: { type: "offer", sdp }, negotiation },
  },
  answer: {
    summary: "`from` is taken from the sender's token.",
    example: { type: "answer", from: "student-5", payload: { type: "answer", sdp }, negotiation },
  },
  "ice-candidate": {
    summary: "`from` is taken from the sender's token. `null` is the end of candidates.",
    example: { type: "ice-candidate", from: "teacher-2", payload: candidate, negotiation },
  },
  chat: {
    summary: "Somebody's line, one's own too; `ref` on one's own only.",
    example: {
      type: "chat",
      id: "c7d0",
      from: "student-5",
      name: "Ana Kovač",
      message: "Hello",
      sentAt: 1800000005000,
      ref: "line-1",
    },
  },
  mend: {
    summary: "`from` asks you to mend your pair with `peer`. Only if `accepts` names it.",
    example: { type: "mend", from: "teacher-2", peer: "student-6" },
  },
  report: {
    summary:
      "How the pairs of `from` do; without `seq`, and not kept. For a teacher whose `accepts` names it.",
    example: { type: "report", from: "student-5", links: [link] },
  },
  pong: {
    summary: "Answers your `ping`, without `seq`.",
    example: { type: "pong" },
  },
  "meeting-ended": {
    summary: "A teacher has ended the meeting; the socket is closed with 4511.",
    example: { type: "meeting-ended", by: "teacher-2" },
  },
  error: {
    summary: "A refusal: the `code` for programs, the `message` for a developer.",
    example: {
      type: "error",
      code: "rate-limited",
      message: "Too many chat lines",
      ref: "line-1",
      retryAfterMs: 400,
    },
  },
};
