import { describe, expect, test } from "vitest";
import { Frame } from "./frame.ts";
import { Outbox } from "./outbox.ts";

describe("Outbox of a plain client", () => {
  test("sends frames as they are, and keeps none", () => {
    const sent: string[] = [];
    const outbox = new Outbox(outletTo(sent), false);
    outbox.send(frame("a"));
    expect(sent).toEqual(['{"type":"error","code":"internal","message":"a"}']);
    expect(outbox.keptBytes).toBe(0);
  });
});

describe("Outbox of a resumable seat", () => {
  test("numbers its messages from 1, up by one", () => {
    const { sent } = filled(2);
    expect(sent.map((text) => JSON.parse(text))).toMatchObject([
      { message: "m1", seq: 1 },
      { message: "m2", seq: 2 },
    ]);
  });

  test("goes on over another socket with what was missed, in order, and then with what is new", () => {
    const { outbox } = filled(2);
    outbox.detach();
    outbox.send(frame("m3"));
    outbox.send(frame("m4"));
    const sent: string[] = [];
    outbox.attach(outletTo(sent), 2);
    outbox.send(frame("m5"));
    expect(sent.map(seqOf)).toEqual([3, 4, 5]);
  });

  test("hasAllSince() says whether nothing after a number is gone", () => {
    const { outbox } = filled(5);
    outbox.acknowledge(2);
    expect([1, 2, 3, 5, 6].map((seq) => outbox.hasAllSince(seq))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  test("asks for the client's word every 32 messages, and after every break", () => {
    const probes: number[] = [];
    const outbox = new Outbox(outletTo([], probes), true);
    for (let at = 1; at <= 70; at += 1) outbox.send(frame(`m${at}`));
    expect(probes).toEqual([32, 64]);
    outbox.acknowledge(64);
    expect(outbox.hasAllSince(64)).toBe(true);
    expect(outbox.hasAllSince(63)).toBe(false);
    outbox.attach(outletTo([], probes), 68);
    expect(probes).toEqual([32, 64, 70]);
  });

  test("asks sooner when the messages are large", () => {
    const probes: number[] = [];
    const outbox = new Outbox(outletTo([], probes), true);
    for (let at = 1; at <= 4; at += 1) outbox.send(frame("x".repeat(10_000)));
    expect(probes).toEqual([4]);
  });

  test("show() sends at once, and neither counts nor keeps it", () => {
    const { outbox, sent } = filled(1);
    outbox.show(frame("shown").plain);
    expect(sent.map((text) => JSON.parse(text))).toMatchObject([
      { message: "m1" },
      { message: "shown" },
    ]);
    expect(sent.map(seqOf)).toEqual([1, undefined]);
    expect(outbox.hasAllSince(1)).toBe(true);
    outbox.detach();
    outbox.show(frame("missed").plain);
    expect(outbox.lastSeq).toBe(1);
  });

  test("show() passes over who has more than 32 KiB unread", () => {
    const sent: string[] = [];
    const outlet = { ...outletTo(sent), unsentBytes: 32 * 1024 };
    const outbox = new Outbox(outlet, true);
    outbox.show(frame("taken").plain);
    outlet.unsentBytes += 1;
    outbox.show(frame("too much").plain);
    expect(sent).toHaveLength(1);
  });

  test("keeps at most 256 messages, the newest", () => {
    const { outbox } = filled(257);
    expect(outbox.hasAllSince(0)).toBe(false);
    expect(outbox.hasAllSince(1)).toBe(true);
  });

  test("keeps at most 256 KiB, whatever comes", () => {
    const { outbox } = filled(0);
    for (let at = 0; at < 20; at += 1) outbox.send(frame("x".repeat(40_000)));
    expect(outbox.keptBytes).toBeLessThanOrEqual(256 * 1024);
    expect(outbox.hasAllSince(14)).toBe(true);
    expect(outbox.hasAllSince(13)).toBe(false);
  });
});

function filled(count: number) {
  const sent: string[] = [];
  const outbox = new Outbox(outletTo(sent), true);
  for (let at = 1; at <= count; at += 1) outbox.send(frame(`m${at}`));
  return { outbox, sent };
}

/** Takes the payload out of what goes out, and notes what is asked. */
function outletTo(sent: string[], probes: number[] = []) {
  return {
    unsentBytes: 0,
    send: (bytes: Buffer) => void sent.push(String(bytes).slice(String(bytes).indexOf("{"))),
    probe: (seq: number) => void probes.push(seq),
  };
}

function frame(message: string): Frame {
  return new Frame({ type: "error", code: "internal", message });
}

function seqOf(text: string): number {
  return JSON.parse(text).seq;
}
