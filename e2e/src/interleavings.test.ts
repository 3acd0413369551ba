import fc from "fast-check";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type BareSite, openBareSite } from "./support/bare-site.ts";
import { openChromium, type Scriptable } from "./support/browser.ts";
import { type CuttableProxy, openCuttableProxy } from "./support/cuttable-proxy.ts";
import { acts, disagreement, type EndOfCall, enterLab, perform, readEnd } from "./support/lab.ts";
import { until } from "./support/lectern.ts";
import { mintToken } from "./support/plain-client.ts";
import { openFirefox } from "./support/puppeteer.ts";
import { type SignalServer, startSignalServe } from "./support/signal-serve.ts";

/**
 * Few in the tests; `LECTERN_INTERLEAVINGS=500` is the whole promise, and
 * `LECTERN_MODEL_SEED=...` the same ones again.
 */
const interleavings = Number(process.env["LECTERN_INTERLEAVINGS"] ?? 5);
const seed = Number(process.env["LECTERN_MODEL_SEED"] ?? Date.now() % 1_000_000_000);

type Browser = "Chromium" | "Firefox";

/**
 * Mixed pairs only when asked for: one interleaving in some hundreds of them ends with
 * pictures that do not reach Firefox again within 20 s, which is not understood yet.
 */
const pairs: readonly (readonly [caller: Browser, called: Browser])[] = [
  ["Chromium", "Chromium"],
  ...(process.env["LECTERN_INTERLEAVINGS"] === undefined
    ? []
    : ([
        ["Chromium", "Firefox"],
        ["Firefox", "Chromium"],
      ] as const)),
];

/** Sound, picture, the channel, and a screen with its sound from either side. */
const maxSections = 7;

const tasks = fc.array(
  fc.record(
    { act: fc.constantFrom(...acts), waitMs: fc.constantFrom(0, 0, 1, 5, 20) },
    { noNullPrototype: true },
  ),
  { minLength: 1, maxLength: 6 },
);
/** What both do, and whose socket breaks meanwhile. */
const interleaving = fc.record({
  tea: tasks,
  ana: tasks,
  cut: fc.constantFrom(null, null, null, null, "tea", "ana"),
});

const secret = "the secret of a site of its own: 32 bytes or more";
let rooms = 0;
let signaling: SignalServer;
let site: BareSite;

interface Person {
  readonly page: Scriptable;
  readonly line: CuttableProxy;
}

/** Each opens the library on an empty page in a browser of its own, for as long as the test runs. */
const browsers = { Chromium: inChromium, Firefox: inFirefox } as const;

beforeAll(async () => {
  signaling = await startSignalServe({ CONFERENCE_SIGNALING_SECRET: secret });
  site = await openBareSite();
});

afterAll(async () => {
  site?.close();
  await signaling?.stop();
});

/**
 * A restart of ICE between Chromium 156 and Firefox 153 is a race that has nothing to do with
 * who agrees on what: Chromium's checks reach Firefox's old sockets before the answer, it keeps to
 * that way, and Firefox waits for it to choose a new one. So mixed pairs do without it here.
 */
test.each(pairs)(
  `%s calls %s, and the two agree after each of ${interleavings} interleavings (seed ${seed})`,
  async (caller, called) => {
    rooms += 1;
    const tea = await enter("teacher-2", await browsers[caller]());
    const ana = await enter("student-5", await browsers[called]());
    await agree(tea, ana, "at first");
    for (const [at, both] of fc.sample(interleaving, { seed, numRuns: interleavings }).entries()) {
      const cut = both.cut && { tea, ana }[both.cut].line;
      cut?.newestLine().cut();
      const [teas, anas] = [both.tea, both.ana].map((all) =>
        all.filter(({ act }) => act !== "restart" || caller === called),
      );
      await Promise.all([perform(tea.page, teas ?? []), perform(ana.page, anas ?? [])]);
      cut?.mend();
      await agree(tea, ana, `${at}: ${JSON.stringify(both)}`);
    }
  },
  60_000 + interleavings * 5_000,
);

async function inChromium(): Promise<Scriptable> {
  const browser = await openChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => "lectern" in window);
  return page;
}

async function inFirefox(): Promise<Scriptable> {
  const browser = await openFirefox();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => "lectern" in window);
  return { evaluate: page.evaluate.bind(page) as Scriptable["evaluate"] };
}

async function enter(sub: string, page: Scriptable): Promise<Person> {
  const target = Number(new URL(signaling.url).port);
  const line = await openCuttableProxy(() => target);
  onTestFinished(() => line.close());
  const roomId = `conference-${rooms}`;
  await enterLab(page, {
    url: signaling.url.replace(String(target), String(line.port)),
    roomId,
    token: mintToken(secret, { sub, room: roomId, name: sub }),
  });
  return { page, line };
}

/** Waits until both have come to rest with one another, and media goes both ways. */
async function agree(tea: Person, ana: Person, when: string): Promise<void> {
  const read = async () => [await readEnd(tea.page), await readEnd(ana.page)] as const;
  let why: string | null = null;
  const before = await until(
    async () => {
      const [one, other] = await read();
      if (!one || !other) return null;
      why = disagreement(one, other);
      return why === null ? ([one, other] as const) : null;
    },
    { what: () => `both ends to agree ${when}; now ${why}`, timeoutMs: 20_000 },
  );
  let now: readonly (EndOfCall | null)[] = [];
  const flows = async () => {
    now = await read();
    const [one = null, other = null] = now;
    return isFlowing(before, one) && isFlowing([before[1], before[0]], other);
  };
  await until(flows, {
    what: () => `media to flow both ways ${when}; now ${JSON.stringify([before, now])}`,
    timeoutMs: 20_000,
  });
  for (const { sections, errors } of before) {
    expect(sections, when).toBeLessThanOrEqual(maxSections);
    expect(errors, when).toEqual([]);
  }
}

function isFlowing([then, far]: readonly [EndOfCall, EndOfCall], now: EndOfCall | null): boolean {
  if (!now) return false;
  const hasPicture = now.framesDecoded > then.framesDecoded || !far.sendsPicture;
  return hasPicture && now.audioBytes > then.audioBytes;
}
