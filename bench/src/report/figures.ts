import type { Measurement } from "../load/order.ts";

/** Bounds of a goal; what is left out is not asked for. */
export interface Goal {
  /** Of Lectern's value to the yardstick's in the same round, the median of the rounds. */
  readonly ratioAtMost?: number;
  readonly ratioAtLeast?: number;
  /** Of Lectern's value alone, the median of the rounds. */
  readonly atMost?: number;
}

/** One line of the table: a value of a measurement, and what is to be reached. */
export interface Figure {
  readonly measurement: Measurement;
  /** The name of the value in what the generator reports. */
  readonly value: string;
  readonly title: string;
  readonly unit: string;
  readonly goal: Goal;
  /** What the yardstick does without, where that keeps from the goal; the shares are in the profile. */
  readonly cost?: string;
}

const perMessage =
  "each message has its fields checked, is held to its seat's limits, counted, numbered for who receives it and kept until they have it; beside the write nothing is more than a tenth";
const perJoin =
  "each join makes a seat that outlives its socket, with a secret and its hash, limits, a look at what was closed, and lines of the log; beside the write nothing is more than a tenth";
const busier =
  "at the same load its core is busier (serverBusy in docs/results/bench.json); that the wait comes of this alone is not shown";

export const figures: readonly Figure[] = [
  {
    measurement: "relay",
    value: "perSecond",
    title: "relay at saturation",
    unit: "messages/s",
    goal: { ratioAtLeast: 1 },
    cost: perMessage,
  },
  {
    measurement: "relay",
    value: "cpuPer100k",
    title: "relay, CPU per 100,000 messages",
    unit: "s",
    goal: { ratioAtMost: 1 },
    cost: perMessage,
  },
  {
    measurement: "latency",
    value: "p50Ms",
    title: "relay at 8,000/s, p50",
    unit: "ms",
    goal: {},
  },
  {
    measurement: "latency",
    value: "p99Ms",
    title: "relay at 8,000/s, p99",
    unit: "ms",
    goal: { ratioAtMost: 1.1, atMost: 25 },
    cost: busier,
  },
  { measurement: "joins-500", value: "p99Ms", title: "join at 500/s, p99", unit: "ms", goal: {} },
  {
    measurement: "joins-1000",
    value: "p99Ms",
    title: "join at 1,000/s, p99",
    unit: "ms",
    goal: { ratioAtMost: 1 },
    cost: busier,
  },
  {
    measurement: "joins-most",
    value: "perSecond",
    title: "joins at saturation",
    unit: "joins/s",
    goal: { ratioAtLeast: 1 },
    cost: perJoin,
  },
  {
    measurement: "bell",
    value: "seconds",
    title: "the bell, 60 classes of 30",
    unit: "s",
    goal: { ratioAtMost: 1, atMost: 5 },
    cost: perJoin,
  },
  {
    measurement: "memory",
    value: "kilobytesPerSocket",
    title: "memory, each of 10,000 idle sockets",
    unit: "kB",
    goal: { ratioAtMost: 1.25, atMost: 40 },
    cost: "each has a seat with a session, limits and a way out that counts and keeps; which of them weighs what was not measured; the bound of 40 kB holds",
  },
  {
    measurement: "chat-30",
    value: "cpuPer100k",
    title: "chat in rooms of 30, CPU per 100,000 deliveries",
    unit: "s",
    goal: {},
  },
  {
    measurement: "chat-500",
    value: "cpuPer100k",
    title: "chat in rooms of 500, CPU per 100,000 deliveries",
    unit: "s",
    goal: { ratioAtMost: 0.7 },
    cost: "the text is made once, but a frame for each who may come back: it holds the number of the message at its end, and is kept for them",
  },
  {
    measurement: "storm",
    value: "seconds",
    title: "storm of 2,000, until all are back",
    unit: "s",
    goal: { atMost: 30 },
  },
  {
    measurement: "storm",
    value: "secondTries",
    title: "storm of 2,000, who needs a second try",
    unit: "",
    goal: { atMost: 0 },
  },
];
