import { describe, expect, test, vi } from "vitest";
import { PageWatch } from "./page-watch.ts";
import { fakePlatform, page, useFakeBrowser } from "./testing/harness.ts";

useFakeBrowser();

describe("PageWatch", () => {
  test.each(["online", "resume"])("%s tells of a change", async (type) => {
    const { heard } = watch();
    page.dispatchEvent(new Event(type));
    await vi.advanceTimersByTimeAsync(100);
    expect(heard).toEqual(["changed"]);
  });

  test.each([
    [true, ["changed"]],
    [false, []],
  ])("pageshow, persisted %s: %j", async (persisted, expected) => {
    const { heard } = watch();
    page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
    await vi.advanceTimersByTimeAsync(100);
    expect(heard).toEqual(expected);
  });

  test.each([
    [true, []],
    [false, ["gone"]],
  ])("pagehide, persisted %s: %j", (persisted, expected) => {
    const { heard } = watch();
    page.dispatchEvent(Object.assign(new Event("pagehide"), { persisted }));
    expect(heard).toEqual(expected);
  });

  test("what comes within 100 ms is one change", async () => {
    const { heard } = watch();
    page.dispatchEvent(new Event("resume"));
    await vi.advanceTimersByTimeAsync(99);
    page.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(100);
    expect(heard).toEqual(["changed"]);
  });

  test.each([
    [["offline", "online"], ["back"]],
    [["offline", "online", "resume"], ["back"]],
    [["offline", "resume"], ["changed"]],
    [["online"], ["changed"]],
  ])("%j: %j", async (types, expected) => {
    const { heard } = watch();
    for (const type of types) page.dispatchEvent(new Event(type));
    await vi.advanceTimersByTimeAsync(100);
    expect(heard).toEqual(expected);
  });

  test("who was back once is not back with the next change", async () => {
    const { heard } = watch();
    for (const type of ["offline", "online"]) page.dispatchEvent(new Event(type));
    await vi.advanceTimersByTimeAsync(100);
    page.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(100);
    expect(heard).toEqual(["back", "changed"]);
  });

  test("a page that is shown or hidden is seen at once", () => {
    const { heard } = watch();
    page.dispatchEvent(new Event("visibilitychange"));
    expect(heard).toEqual(["seen"]);
  });

  test.each([
    [16_000, []],
    [16_001, ["changed"]],
  ])("a tick after %d ms: %j", async (ms, expected) => {
    const { heard } = watch();
    vi.setSystemTime(Date.now() + ms - 1_000);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(heard).toEqual(expected);
  });

  test.each([
    ["cellular", ["changed"]],
    ["wifi", []],
  ])("from wifi to %s: %j", async (type, expected) => {
    const network = Object.assign(new EventTarget(), { type: "wifi" });
    const { heard } = watch(network);
    network.type = type;
    network.dispatchEvent(new Event("change"));
    await vi.advanceTimersByTimeAsync(100);
    expect(heard).toEqual(expected);
  });

  test("nothing is heard once it is closed", async () => {
    const { heard, pageWatch } = watch();
    page.dispatchEvent(new Event("online"));
    pageWatch.close();
    pageWatch.close();
    page.dispatchEvent(new Event("online"));
    page.dispatchEvent(new Event("visibilitychange"));
    vi.setSystemTime(Date.now() + 60_000);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(heard).toEqual([]);
  });
});

function watch(network: (EventTarget & { readonly type: string }) | null = null) {
  const heard: string[] = [];
  const pageWatch = new PageWatch({
    platform: { ...fakePlatform(), network },
    onChanged: () => heard.push("changed"),
    onBack: () => heard.push("back"),
    onSeen: () => heard.push("seen"),
    onGone: () => heard.push("gone"),
  });
  return { heard, pageWatch };
}
