import { type NegotiationId, parseNegotiationId } from "@lectern/protocol/ids";
import type { Signal } from "@lectern/protocol/messages";
import { describe, expect, test } from "vitest";
import { sdpOf } from "../testing/fake-connection.ts";
import type { Negotiation, NegotiationEffect, NegotiationEvent } from "./negotiation-types.ts";
import { beginNegotiation, step } from "./step.ts";

/** What was agreed on, what oneself offers next, and what the other end offers next. */
const [before, own, theirs] = ["b-1", "own-1", "t-1"].map(idOf) as [
  NegotiationId,
  NegotiationId,
  NegotiationId,
];
const phases = {
  stable: { type: "stable" },
  offering: { type: "offering", id: own },
  offered: { type: "offered", id: own },
  accepting: { type: "accepting", id: own },
  taking: { type: "taking", id: theirs },
  answering: { type: "answering", id: theirs },
  "rolling-back": { type: "rolling-back" },
  closed: { type: "closed" },
} as const;
type PhaseName = keyof typeof phases;
const polite = false;
const impolite = true;

const localSet = { type: "local-set", sdp: sdpOf(1) } as const;
const failed = { type: "failed", error: "no", isStable: false } as const;
const failedStable = { type: "failed", error: "no", isStable: true } as const;
const restart = { type: "restart", configuration: null } as const;

describe("step()", () => {
  test.each<readonly [PhaseName, boolean, string, NegotiationEvent, PhaseName, readonly string[]]>([
    ["stable", polite, "needed", { type: "needed" }, "offering", ["set-local"]],
    ["stable", impolite, "needed", { type: "needed" }, "offering", ["set-local"]],
    ["offering", polite, "needed", { type: "needed" }, "offering", []],
    ["offered", impolite, "needed", { type: "needed" }, "offered", []],
    ["answering", polite, "needed", { type: "needed" }, "answering", []],
    ["closed", impolite, "needed", { type: "needed" }, "closed", []],

    ["offering", polite, "local-set", localSet, "offered", ["send offer"]],
    ["answering", polite, "local-set", localSet, "stable", ["send answer", "agree"]],
    ["stable", polite, "local-set", localSet, "stable", []],
    ["closed", polite, "local-set", localSet, "closed", []],

    ["stable", polite, "offer", heard("offer", theirs), "taking", ["set-remote offer"]],
    ["stable", impolite, "offer", heard("offer", theirs), "taking", ["set-remote offer"]],
    ["stable", polite, "offer without a name", heard("offer"), "taking", ["set-remote offer"]],
    ["offering", polite, "offer", heard("offer", theirs), "offering", []],
    ["offered", polite, "offer", heard("offer", theirs), "rolling-back", ["roll-back"]],
    ["offered", impolite, "offer", heard("offer", theirs), "offered", []],
    ["accepting", impolite, "offer", heard("offer", theirs), "accepting", []],
    ["taking", polite, "offer", heard("offer", theirs), "taking", []],
    ["answering", polite, "offer", heard("offer", theirs), "answering", []],
    ["rolling-back", polite, "offer", heard("offer", theirs), "rolling-back", []],
    ["closed", polite, "offer", heard("offer", theirs), "closed", []],

    ["offered", polite, "answer", heard("answer", own), "accepting", ["set-remote answer"]],
    [
      "offered",
      polite,
      "answer without a name",
      heard("answer"),
      "accepting",
      ["set-remote answer"],
    ],
    ["offered", polite, "answer to another offer", heard("answer", before), "offered", []],
    ["stable", polite, "answer", heard("answer", own), "stable", []],
    ["offering", polite, "answer", heard("answer", own), "offering", []],
    ["accepting", polite, "answer", heard("answer", own), "accepting", []],
    ["taking", polite, "answer", heard("answer", own), "taking", []],

    ["taking", polite, "remote-set", { type: "remote-set" }, "answering", ["set-local"]],
    ["accepting", polite, "remote-set", { type: "remote-set" }, "stable", ["agree"]],
    ["stable", polite, "remote-set", { type: "remote-set" }, "stable", []],

    ["offering", polite, "failed", failedStable, "offering", ["set-local"]],
    ["accepting", impolite, "failed", failed, "rolling-back", ["roll-back"]],
    ["taking", polite, "failed", failedStable, "stable", ["give-up"]],
    ["answering", impolite, "failed", failed, "rolling-back", ["give-up", "roll-back"]],
    ["rolling-back", polite, "failed", failed, "closed", ["give-up"]],
    ["rolling-back", polite, "rolled-back", { type: "rolled-back" }, "stable", []],

    ["stable", impolite, "restart", restart, "offering", ["restart-ice", "set-local"]],
    ["offered", impolite, "restart", restart, "offered", ["restart-ice"]],
    ["stable", polite, "restart", restart, "stable", []],

    ["stable", polite, "candidate", heard("ice-candidate", before), "stable", ["add-candidate"]],
    [
      "stable",
      polite,
      "candidate without a name",
      heard("ice-candidate"),
      "stable",
      ["add-candidate"],
    ],
    ["stable", polite, "candidate of another", heard("ice-candidate", theirs), "stable", []],
    ["offered", polite, "candidate", heard("ice-candidate", before), "offered", ["add-candidate"]],
    ["offered", polite, "candidate of another", heard("ice-candidate", own), "offered", []],
    ["taking", polite, "candidate", heard("ice-candidate", theirs), "taking", []],
    ["accepting", polite, "candidate", heard("ice-candidate", own), "accepting", []],

    ["stable", polite, "close", { type: "close" }, "closed", []],
    ["offered", polite, "close", { type: "close" }, "closed", []],
  ])("%s, initiator %s, %s", (phase, isInitiator, _, event, nextPhase, effects) => {
    const { state, after } = run(at(phase, { isInitiator }), event);
    expect(state.phase.type).toBe(nextPhase);
    expect(after).toEqual(effects);
  });

  test("the other side never makes the first offer", () => {
    const { after } = run(beginNegotiation(polite, "own"), { type: "needed" });
    expect(after).toEqual([]);
  });

  test("nor a later one to a client that names no negotiation", () => {
    const { after } = run(at("stable", { agreed: { id: null } }), { type: "needed" });
    expect(after).toEqual([]);
  });

  test("the initiator takes no first offer", () => {
    const begun = beginNegotiation(impolite, "own");
    expect(run(begun, heard("offer", theirs)).after).toEqual([]);
  });

  test("every offer has a name of its own, and its answer repeats it", () => {
    const offers = [1, 2].map((offersBefore) => {
      const made = run(at("stable", { offers: offersBefore }), { type: "needed" }, localSet);
      return made.said.at(-1)?.negotiation;
    });
    expect(offers).toEqual(["own-2", "own-3"]);
    const answered = run(at("stable"), heard("offer", theirs), { type: "remote-set" }, localSet);
    expect(answered.said).toMatchObject([{ type: "answer", negotiation: theirs }]);
  });

  test("an answer to an offer without a name has none either", () => {
    const { said } = run(at("stable"), heard("offer"), { type: "remote-set" }, localSet);
    expect(said.map((signal) => "negotiation" in signal)).toEqual([false]);
  });

  test("offering -> remote offer (polite) -> local-set: one's own is taken back as soon as it is said", () => {
    const { after } = run(at("offering"), heard("offer", theirs), localSet);
    expect(after).toEqual(["send offer", "roll-back"]);
  });

  test("offered -> remote offer (polite) -> rolled-back: it is taken, before what came behind it", () => {
    const { state, after } = run(
      at("offered"),
      ...[heard("offer", theirs), heard("ice-candidate", theirs)],
      { type: "rolled-back" },
    );
    expect(after).toEqual(["roll-back", "set-remote offer"]);
    expect(state.inbox).toHaveLength(1);
  });

  test("accepting -> remote offer -> remote-set: it is taken then, with its candidates", () => {
    const { state, after } = run(
      at("accepting"),
      ...[heard("ice-candidate", own), heard("offer", theirs), heard("ice-candidate", theirs)],
      ...([{ type: "remote-set" }, { type: "remote-set" }, localSet] as const),
    );
    expect(after).toEqual([
      ...["agree", "add-candidate", "set-remote offer", "set-local"],
      ...["send answer", "agree", "add-candidate"],
    ]);
    expect(state.inbox).toEqual([]);
  });

  test("candidates of an offer that was passed over are tried: they may be of use all the same", () => {
    const { after } = run(
      at("offered", { isInitiator: impolite }),
      ...[heard("offer", theirs), heard("ice-candidate", theirs)],
    );
    expect(after).toEqual(["add-candidate"]);
  });

  test("a restart that comes while an offer waits is offered after its answer", () => {
    const { after } = run(
      at("offered", { isInitiator: impolite }),
      ...([restart, heard("answer", own), { type: "remote-set" }] as const),
    );
    expect(after).toEqual(["restart-ice", "set-remote answer", "agree", "set-local"]);
  });

  test("an own offer is made three times in vain, and then no more until one is needed", () => {
    const { after } = run(at("offering"), failedStable, failedStable, failedStable);
    expect(after).toEqual(["set-local", "set-local", "give-up"]);
  });

  test("offers count as in vain only when they are so in a row", () => {
    const done = [localSet, heard("answer"), { type: "remote-set" }, { type: "needed" }] as const;
    const { after } = run(at("offering"), failedStable, failedStable, ...done, failedStable);
    expect(after.at(-1)).toBe("set-local");
  });

  test("no more than 256 signals wait, of which the oldest go", () => {
    const flood = Array.from({ length: 300 }, () => heard("ice-candidate"));
    const { state } = run(beginNegotiation(polite, "own"), heard("ice-candidate", own), ...flood);
    expect(state.inbox).toHaveLength(256);
    expect(state.inbox[0]).not.toHaveProperty("negotiation");
  });
});

describe("repeat", () => {
  const repeat = { type: "repeat" } as const;
  const found = { type: "found", candidate: { candidate: "one" } } as const;

  test("makes an offer again that was not answered, with the ways found since", () => {
    const { after } = run(at("offering"), localSet, found, repeat);
    expect(after.slice(2)).toEqual(["send offer", "send ice-candidate"]);
  });

  test("takes the answer that came in first, and then says no more than the ways", () => {
    const { after } = run(at("offering"), localSet, found, heard("answer", own), repeat);
    expect(after.slice(2)).toEqual(["set-remote answer", "send ice-candidate"]);
  });

  test("answers again, which counts only where the answer was lost", () => {
    const { after } = run(at("answering"), localSet, repeat);
    expect(after).toEqual(["send answer", "agree", "send answer"]);
  });

  test("answers again before it makes its own offer again: both may have been lost", () => {
    const { after } = run(at("answering"), localSet, { type: "needed" }, localSet, repeat);
    expect(after.slice(-2)).toEqual(["send answer", "send offer"]);
  });

  test("says nothing of what is being made", () => {
    for (const phase of ["offering", "answering"] as const) {
      expect(run(at(phase), repeat).after).toEqual([]);
    }
  });

  test("says nothing of a call that is up, and of ways found since", () => {
    const { after } = run(
      at("answering", { agreed: null }),
      ...([localSet, { type: "connected" }, found, repeat] as const),
    );
    expect(after).toEqual(["send answer", "agree", "send ice-candidate"]);
  });

  test("says a later answer again though the call is up: an older path may have kept it up", () => {
    const { after } = run(
      at("answering", { link: "up" }),
      ...([localSet, found, { type: "connected" }, repeat] as const),
    );
    expect(after.slice(-2)).toEqual(["send ice-candidate", "send answer"]);
  });

  test("says the ways again that a restart has found", () => {
    const { after } = run(at("offering", { link: "up" }), localSet, found, repeat);
    expect(after.slice(-2)).toEqual(["send offer", "send ice-candidate"]);
  });
});

describe("an offer that comes a second time", () => {
  const again = heard("offer", theirs);
  const answered = [again, { type: "remote-set" }, localSet] as const;

  test("is answered as the first time", () => {
    const { after } = run(at("stable"), ...answered, again);
    expect(after.slice(-2)).toEqual(["agree", "send answer"]);
  });

  test("is answered once when the first answer is being made", () => {
    const { after } = run(at("stable"), again, again, { type: "remote-set" }, localSet);
    expect(after.filter((effect) => effect.startsWith("set-remote"))).toHaveLength(1);
  });

  test("is new when it has no name", () => {
    const { after } = run(at("stable", { agreed: { id: null } }), heard("offer"));
    expect(after).toEqual(["set-remote offer"]);
  });
});

describe("reseat", () => {
  test("says again what the earlier seat may not have heard, and makes the other end yield", () => {
    const { state, after } = run(
      at("offering"),
      ...([localSet, { type: "reseat", isInitiator: impolite }, heard("offer", theirs)] as const),
    );
    expect(after).toEqual(["send offer", "send offer"]);
    expect(state.phase.type).toBe("offered");
  });

  test("lets the one who was the initiator take an offer that crosses", () => {
    const { after } = run(
      at("offered", { isInitiator: impolite }),
      ...([{ type: "reseat", isInitiator: polite }, heard("offer", theirs)] as const),
    );
    expect(after).toEqual(["roll-back"]);
  });
});

/** One end that has agreed on something before. */
function at(phase: PhaseName, changes: Partial<Negotiation> = {}): Negotiation {
  const begun = beginNegotiation(polite, "own");
  return { ...begun, agreed: { id: before }, phase: phases[phase], ...changes };
}

/** Takes events in turn; tells the effects in words, and what was sent of them. */
function run(start: Negotiation, ...events: readonly NegotiationEvent[]) {
  let state = start;
  const after: string[] = [];
  const said: Signal[] = [];
  for (const event of events) {
    const done = step(state, event);
    state = done.state;
    after.push(...done.effects.map(nameOf));
    said.push(...done.effects.flatMap((one) => (one.type === "send" ? [one.signal] : [])));
  }
  return { state, after, said };
}

function nameOf(effect: NegotiationEffect): string {
  if (effect.type === "send") return `send ${effect.signal.type}`;
  if (effect.type === "set-remote") return `set-remote ${effect.description.type}`;
  return effect.type;
}

function heard(type: Signal["type"], negotiation?: NegotiationId): NegotiationEvent {
  const name = negotiation === undefined ? {} : { negotiation };
  switch (type) {
    case "ice-candidate":
      return { type: "received", signal: { type, payload: { candidate: "c" }, ...name } };
    case "offer":
      return { type: "received", signal: { type, payload: { type, sdp: sdpOf(7) }, ...name } };
    case "answer":
      return { type: "received", signal: { type, payload: { type, sdp: sdpOf(7) }, ...name } };
  }
}

function idOf(text: string): NegotiationId {
  const id = parseNegotiationId(text);
  if (!id) throw new RangeError(`No negotiation id: ${text}`);
  return id;
}
