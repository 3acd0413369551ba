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
}

export const figures: readonly Figure[] = [
  {
    measurement: "relay",
    value: "perSecond",
    title: "relay at saturation",
    unit: "messages/s",
    goal: { ratioAtLeast: 1 },
  },
  {
    measurement: "relay",
    value: "cpuPer100k",
    title: "relay, CPU per 100,000 messages",
    unit: "s",
    goal: { ratioAtMost: 1 },
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
  },
  { measurement: "joins-500", value: "p99Ms", title: "join at 500/s, p99", unit: "ms", goal: {} },
  {
    measurement: "joins-1000",
    value: "p99Ms",
    title: "join at 1,000/s, p99",
    unit: "ms",
    goal: { ratioAtMost: 1 },
  },
  {
    measurement: "joins-most",
    value: "perSecond",
    title: "joins at saturation",
    unit: "joins/s",
    goal: { ratioAtLeast: 1 },
  },
  {
    measurement: "bell",
    value: "seconds",
    title: "the bell, 60 classes of 30",
    unit: "s",
    goal: { ratioAtMost: 1, atMost: 5 },
  },
  {
    measurement: "memory",
    value: "kilobytesPerSocket",
    title: "memory, each of 10,000 idle sockets",
    unit: "kB",
    goal: { ratioAtMost: 1.25, atMost: 40 },
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
