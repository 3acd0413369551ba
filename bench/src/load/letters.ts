import { isDeepStrictEqual } from "node:util";
import { type ParticipantId, parseParticipantId } from "@lectern/protocol/ids";
import { type Mark, readMark, writeMark } from "./mark.ts";
import { below, type Random } from "./random.ts";
import { makeSdp } from "./sdp.ts";
import { makeTemplate, markPlace, type Template, toPlace } from "./template.ts";

/** What a class says while it sets up its calls: of ten messages one describes, nine are candidates. */
export const mix = { descriptions: 0.1, note: "90 % candidates of 0.25 KiB, 10 % SDP of 6 KiB" };

const to = placeholder();
const sdp = makeSdp(markPlace);
const descriptions = [
  makeTemplate({ type: "offer", to, payload: { type: "offer", sdp } }),
  makeTemplate({ type: "answer", to, payload: { type: "answer", sdp } }),
];
const candidates = [
  "1 udp 2113937151 6f1c2c0e-55c5-4b6f-8a0e-3b1f8b1f5a4d.local 58113 typ host",
  "1 udp 1677729535 203.0.113.77 58113 typ srflx raddr 0.0.0.0 rport 0",
  "1 udp 33562367 198.51.100.4 49200 typ relay raddr 203.0.113.77 rport 58113",
].map((rest) =>
  makeTemplate({
    type: "ice-candidate",
    to,
    payload: {
      candidate: `candidate:${markPlace} ${rest} generation 0 ufrag Zk3v network-cost 999`,
      sdpMid: "0",
      sdpMLineIndex: 0,
      usernameFragment: "Zk3v",
    },
  }),
);
const chatLine = makeTemplate({
  type: "chat",
  message: `${markPlace} I think the answer to the third question is forty-two, is it not?`,
});

/** A directed message of the {@link mix}. */
export function anySignal(random: Random): Template {
  const templates = random() < mix.descriptions ? descriptions : candidates;
  return templates[below(templates.length, random)] ?? chatLine;
}

export function chat(): Template {
  return chatLine;
}

/** What arrived: whom the server names as its sender, and what the sender had put into it. */
export interface Letter extends Mark {
  readonly from: string;
  /** The server's number, on a seat that it counts for. */
  readonly seq: number | null;
}

/**
 * Reads the little of a relayed message that tells whether it is right.
 *
 * A whole parse of each would make the generator the slower side.
 *
 * @returns `null` when it is no message of the load
 */
export function readLetter(text: string): Letter | null {
  const mark = readMark(text);
  if (mark === null) return null;
  return { ...mark, from: memberText(text, '"from":"'), seq: memberNumber(text, '"seq":') };
}

/** Whether a relayed message is, member by member, what was sent under its mark. */
export function isUnaltered(text: string, { from, seq, ...mark }: Letter): boolean {
  const { type, payload, message } = JSON.parse(text);
  const sent = [...descriptions, ...candidates, chatLine].filter((one) => one.type === type);
  return sent.some(({ content }) =>
    isDeepStrictEqual(
      JSON.parse(content.replaceAll(markPlace, writeMark(mark))),
      type === "chat" ? message : payload,
    ),
  );
}

/** Inside a JSON text a quote is escaped, so a member's name with its quotes is a member's name. */
function memberText(text: string, name: string): string {
  const start = text.indexOf(name) + name.length;
  return start < name.length ? "" : text.slice(start, text.indexOf('"', start));
}

function memberNumber(text: string, name: string): number | null {
  const start = text.indexOf(name);
  return start < 0 ? null : Number.parseInt(text.slice(start + name.length, start + 24), 10);
}

function placeholder(): ParticipantId {
  const id = parseParticipantId(toPlace);
  if (id === null) throw new TypeError(`Cannot address ${toPlace}`);
  return id;
}
