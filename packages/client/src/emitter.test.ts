import { expect, test, vi } from "vitest";
import { Emitter } from "./emitter.ts";

interface Events {
  readonly said: string;
}

test("a listener hears until it is taken off", () => {
  const emitter = new Emitter<Events>();
  const heard: string[] = [];
  const off = emitter.on("said", (text) => heard.push(text));
  emitter.emit("said", "one");
  off();
  emitter.emit("said", "two");
  expect(heard).toEqual(["one"]);
});

test("a listener that throws stops no other, and its error comes to the surface", () => {
  const later: (() => void)[] = [];
  vi.stubGlobal("queueMicrotask", (task: () => void) => later.push(task));
  const emitter = new Emitter<Events>();
  const heard: string[] = [];
  emitter.on("said", () => {
    throw new TypeError("of the page");
  });
  emitter.on("said", (text) => heard.push(text));
  emitter.emit("said", "one");
  vi.unstubAllGlobals();
  expect(heard).toEqual(["one"]);
  expect(later).toHaveLength(1);
  expect(later[0]).toThrow("of the page");
});
