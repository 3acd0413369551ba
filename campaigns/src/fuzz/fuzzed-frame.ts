import type { Random } from "../support/random.ts";
import { hostileId, hostileString, hostileValue } from "./hostile-values.ts";
import { type Draft, validMessage } from "./valid-messages.ts";

/** A text frame: a valid message with things done to it, or noise. */
export function fuzzedFrame(random: Random): string {
  if (random.chance(0.08)) return noise(random);
  let draft = validMessage(random);
  while (random.chance(0.5)) draft = mutate(draft, random);
  let text = JSON.stringify(draft);
  while (random.chance(0.25)) text = disturb(text, random);
  return text;
}

/** Puts members into a message that could make its sender somebody else. */
export function disguise(draft: Draft, random: Random): Draft {
  const stolen: readonly (readonly [string, unknown])[] = [
    ["from", hostileId(random)],
    ["sub", "teacher-1"],
    ["role", "teacher"],
    ["name", hostileString(random)],
    ["sender", { id: "teacher-1" }],
    ["self", { id: "teacher-1", role: "teacher" }],
    ["__proto__", { from: "teacher-1", role: "teacher" }],
    ["constructor", { prototype: { from: "teacher-1" } }],
  ];
  const worn = stolen.filter(() => random.chance(0.4));
  return Object.fromEntries([...Object.entries(draft), ...worn]);
}

function mutate(draft: Draft, random: Random): Draft {
  const payload = draft["payload"];
  if (isDraft(payload) && random.chance(0.5)) {
    return withMember(draft, "payload", mutateMember(payload, random));
  }
  return random.chance(0.2) ? disguise(draft, random) : mutateMember(draft, random);
}

function mutateMember(draft: Draft, random: Random): Draft {
  const name = random.chance(0.7)
    ? random.pick([...Object.keys(draft), "type"])
    : random.pick([
        "to",
        "payload",
        "peer",
        "links",
        "accepts",
        "ref",
        "instance",
        "resumable",
        "seq",
        "__proto__",
      ]);
  if (random.chance(0.15)) return without(draft, name);
  return withMember(draft, name, random.chance(0.3) ? hostileId(random) : hostileValue(random));
}

function without(draft: Draft, name: string): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([other]) => other !== name));
}

/** Unlike an assignment this makes `__proto__` a member like any other. */
function withMember(draft: Draft, name: string, value: unknown): Draft {
  return Object.fromEntries([...Object.entries(without(draft, name)), [name, value]]);
}

/** Changes a text below the level of JSON. */
function disturb(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  switch (random.below(8)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + hostileString(random) + text.slice(at);
    case 2:
      return text.slice(0, at) + String.fromCharCode(random.below(65_536)) + text.slice(at + 1);
    case 3:
      return text.replace("{", `{${duplicateMember(random)},`);
    case 4:
      return text.replace(/\}$/, `,${duplicateMember(random)}}`);
    case 5:
      return text.replace(/\d+/, random.pick(spelledNumbers));
    case 6:
      return `${random.pick([" ", "\ufeff", "[", "\u0000"])}${text}${random.pick([" ", "]", text])}`;
    default: {
      const depth = random.pick([17, 200, 5_000]);
      return text.replace("{", `{"deep":${"[".repeat(depth)}${"]".repeat(depth)},`);
    }
  }
}

const spelledNumbers = [
  "1e999",
  "-1e999",
  "-0",
  "1e-999",
  "00",
  "0x1",
  "123456789012345678901234567890",
];

function duplicateMember(random: Random): string {
  const name = random.pick([
    "type",
    "to",
    "payload",
    "message",
    "ref",
    "from",
    "__proto__",
    "token",
  ]);
  return `"${name}":${JSON.stringify(hostileValue(random, 1))}`;
}

function noise(random: Random): string {
  const alphabet = random.pick([
    '{}[]":,\\ntruefalse0123',
    "\u0000\u0080\u00ff\ud800\udfff{}",
    "abc",
  ]);
  return Array.from({ length: random.below(200) }, () =>
    alphabet.charAt(random.below(alphabet.length)),
  ).join("");
}

function isDraft(value: unknown): value is Draft {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
