import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ClassOfFour, openClassOfFour } from "./support/class-of-four.ts";
import { tileOf } from "./support/classroom.ts";
import { until } from "./support/lectern.ts";

describe("what is sent is what is seen", () => {
  let lesson: ClassOfFour;

  beforeAll(async () => {
    lesson = await openClassOfFour({ camera: null });
  }, 180_000);

  afterAll(() => lesson?.close());

  test("a tile that is hidden stops the picture for it alone, and has it again within 2 s", async () => {
    const [, ana, ben] = lesson.people;
    if (!ana || !ben) throw new RangeError("Cannot find two students");
    const tile = tileOf(ana.page, ben.name);
    await tile.evaluate((element) => {
      element.style.display = "none";
    });
    const [stopped = -1] = await untilStill(ben.page, 1);
    await tile.evaluate((element) => {
      element.style.display = "";
    });
    const shownAt = Date.now();
    const before = (await sentPictures(ben.page))[stopped] ?? 0;
    await until(async () => ((await sentPictures(ben.page))[stopped] ?? 0) > before, {
      timeoutMs: 10_000,
      everyMs: 50,
      what: () => "the picture for Ana again",
    });
    expect(Date.now() - shownAt).toBeLessThan(2_000);
  });

  test("who wants the teacher only is sent no other picture, and sends theirs to nobody else", async () => {
    const [, ana, ben] = lesson.people;
    if (!ana || !ben) throw new RangeError("Cannot find two students");
    const saver = ana.page.getByRole("button", { name: "Only teacher" });
    await saver.click();
    await untilStill(ana.page, 2);
    await untilStill(ben.page, 1);
    await saver.click();
    await untilStill(ana.page, 0);
    await untilStill(ben.page, 0);
  });

  test("a picture is made as small as it is shown, for who shows it so", async () => {
    const [tea, ana] = lesson.people;
    if (!tea || !ana) throw new RangeError("Cannot find the teacher and a student");
    await ana.page.setViewportSize({ width: 500, height: 420 });
    await until(async () => (await scalesOf(tea.page)).filter((scale) => scale > 1).length === 1, {
      timeoutMs: 20_000,
      what: () => "one picture of the teacher's that is smaller than the others",
    });
  });
});

/** Waits until in so many of one's calls no picture goes out, and says in which. */
async function untilStill(page: Page, count: number): Promise<readonly number[]> {
  let last = await sentPictures(page);
  return until(
    async () => {
      const now = await sentPictures(page);
      const still = now.flatMap((frames, at) => (frames === last[at] ? [at] : []));
      last = now;
      return still.length === count && still;
    },
    { timeoutMs: 20_000, everyMs: 1_500, what: () => `${count} calls without a picture` },
  );
}

/** Of each of one's calls, how many pictures have gone out. */
function sentPictures(page: Page): Promise<readonly number[]> {
  return page.evaluate(async () => {
    const all = Reflect.get(window, "peerConnections") as readonly RTCPeerConnection[];
    const open = all.filter((connection) => connection.signalingState !== "closed");
    return Promise.all(
      open.map(async (connection) => {
        const reports = [...(await connection.getStats()).values()];
        const picture = reports.find(
          ({ type, kind }) => type === "outbound-rtp" && kind === "video",
        );
        return Number(picture?.framesSent ?? 0);
      }),
    );
  });
}

/** Of each of one's calls, by how much the picture is made smaller. CPU may add to it. */
function scalesOf(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => {
    const all = Reflect.get(window, "peerConnections") as readonly RTCPeerConnection[];
    const open = all.filter((connection) => connection.signalingState !== "closed");
    return open.map((connection) => {
      const sender = connection.getSenders().find(({ track }) => track?.kind === "video");
      return sender?.getParameters().encodings[0]?.scaleResolutionDownBy ?? 1;
    });
  });
}
