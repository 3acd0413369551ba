import { join } from "node:path";
import { freePort } from "@lectern/testing/free-ports";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiUser } from "./support/api.ts";
import { openChromium, windowOf } from "./support/browser.ts";
import { type Lectern, startLectern, until } from "./support/lectern.ts";
import { mintToken, PlainClient } from "./support/plain-client.ts";
import { openFirefox } from "./support/puppeteer.ts";
import { openSchool } from "./support/school.ts";
import { makeTlsFiles, openTlsProxy } from "./support/tls.ts";
import { recordFrames, type WireFrame } from "./support/wire.ts";

let browser: Browser;

beforeAll(async () => {
  // The tests' own certificates are nobody's; Node's fetch has to be told.
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  browser = await openChromium();
});

afterAll(() => browser?.close());

/** Starts Lectern with some settings, and gives what a teacher is told when they enter a conference. */
async function accessWith(env: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const lectern = await startLectern({ env, args });
  const school = await openSchool(lectern);
  const id = await school.newConference("Physics 7b");
  const answer = await school.teacher.call("POST", `/api/conferences/${id}/token`, {});
  return { lectern, school, id, answer };
}

/** Enters the room in Chromium; gives the address of the socket over which the page was let in. */
async function entersBy(lectern: Lectern, user: ApiUser, id: string): Promise<string> {
  const window = await windowOf(browser, lectern.url, user, { ignoreHTTPSErrors: true });
  const page = await window.newPage();
  const frames: WireFrame[] = [];
  const sockets: string[] = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  recordFrames(page, "teacher", frames);
  await page.goto(`${lectern.url}/conferences/${id}/room`);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await until(() => frames.some(({ type }) => type === "joined"), {
    what: () => `the page to be let in by ${sockets.join(", ") || "no socket"}`,
  });
  await page.locator("[data-participant]").waitFor();
  await window.close();
  return sockets.join(", ");
}

describe("settings, seen from outside", () => {
  test("ENABLED=false starts no signaling server, and the room page says so", async () => {
    const { lectern, school, id, answer } = await accessWith({
      CONFERENCE_SIGNALING_ENABLED: "false",
    });
    expect(answer).toMatchObject({ status: 503, body: { code: "signaling-disabled" } });
    expect(await lectern.children()).toHaveLength(1);
    const page = await (await windowOf(browser, lectern.url, school.teacher)).newPage();
    await page.goto(`${lectern.url}/conferences/${id}/room`);
    await page.getByRole("heading", { name: "Live classes are switched off" }).waitFor();
    await lectern.stop();
  });

  test("HOST is where the page goes with its socket, whatever its own address", async () => {
    const port = await freePort();
    const { lectern, school, id } = await accessWith({
      LECTERN_PORT: String(port),
      CONFERENCE_SIGNALING_HOST: "localhost",
      CONFERENCE_SIGNALING_ALLOWED_ORIGINS: `http://127.0.0.1:${port}`,
    });
    expect(await entersBy(lectern, school.teacher, id)).toBe(
      `ws://localhost:${lectern.signalingPort}/ws/conference`,
    );
    await lectern.stop();
  });

  test("SCHEME=wss and PUBLIC_PORT lead through a proxy that has the TLS", async () => {
    let target = 0;
    const proxy = await openTlsProxy(() => target);
    const { lectern, school, id } = await accessWith({
      CONFERENCE_SIGNALING_SCHEME: "wss",
      CONFERENCE_SIGNALING_PUBLIC_PORT: String(proxy.port),
    });
    target = lectern.signalingPort;
    expect(await entersBy(lectern, school.teacher, id)).toBe(
      `wss://127.0.0.1:${proxy.port}/ws/conference`,
    );
    expect(proxy.taken()).toBe(1);
    await lectern.stop();
    proxy.close();
  });

  test("another PATH is where the class meets, and the old one is not found", async () => {
    const { lectern, school, id } = await accessWith({ CONFERENCE_SIGNALING_PATH: "/live" });
    expect(await entersBy(lectern, school.teacher, id)).toBe(
      `ws://127.0.0.1:${lectern.signalingPort}/live`,
    );
    const old = await fetch(`http://127.0.0.1:${lectern.signalingPort}/ws/conference`);
    expect(old.status).toBe(404);
    await lectern.stop();
  });

  test("a TOKEN_TTL of 3 s gives tokens of 3 s, and refuses longer ones and older ones", async () => {
    const secret = "a secret for this test of 32 bytes or more";
    const env = { CONFERENCE_SIGNALING_TOKEN_TTL: "3", CONFERENCE_SIGNALING_SECRET: secret };
    const { lectern, school, id, answer } = await accessWith(env);
    const claims = JSON.parse(Buffer.from(answer.body.token.split(".")[1], "base64url").toString());
    expect(claims.exp - claims.iat).toBe(3);
    const join = async (changes: { readonly iat?: number; readonly ttl: number }) => {
      const client = new PlainClient(answer.body.signaling.url);
      const room = "conference-1";
      await client.join(room, mintToken(secret, { sub: "teacher-1", room, name: "T", ...changes }));
      return client;
    };
    expect(await (await join({ ttl: 4 })).closeCode()).toBe(4501);
    const past = Math.floor(Date.now() / 1000) - 60;
    expect(await (await join({ ttl: 3, iat: past })).closeCode()).toBe(4100);
    await (await join({ ttl: 3 })).next("joined");
    await entersBy(lectern, school.teacher, id);
    await lectern.stop();
  });

  test("a TLS pair of one's own serves both listeners", async () => {
    const { cert, key } = makeTlsFiles();
    const { lectern, school, id } = await accessWith({
      LECTERN_TLS_CERT: cert,
      LECTERN_TLS_KEY: key,
    });
    expect(await entersBy(lectern, school.teacher, id)).toBe(
      `wss://127.0.0.1:${lectern.signalingPort}/ws/conference`,
    );
    await lectern.stop();
  });
});

describe("one port and a self-signed pair", () => {
  let lectern: Lectern;
  let school: Awaited<ReturnType<typeof openSchool>>;
  let id: string;

  beforeAll(async () => {
    ({ lectern, school, id } = await accessWith({ LECTERN_HOST: "127.0.0.1" }, [
      "--tls",
      "self-signed",
    ]));
  });

  afterAll(() => lectern?.stop());

  test("Chromium enters the class over the pages' own port", async () => {
    expect(await entersBy(lectern, school.teacher, id)).toBe(
      `${lectern.url.replace("https:", "wss:")}/ws/conference`,
    );
  });

  test("Firefox enters the class over the pages' own port", async () => {
    const { body: access } = await school.teacher.call("POST", `/api/conferences/${id}/token`, {});
    const teacher = new PlainClient(access.signaling.url);
    await teacher.join(access.roomId, access.token);
    await teacher.next("joined");
    const firefox = await openFirefox({ acceptInsecureCerts: true });
    const page = await firefox.newPage();
    const { guestLink } = (
      await school.teacher.call("PUT", `/api/conferences/${id}/guest-link`, {})
    ).body;
    await page.goto(lectern.url + guestLink);
    await (await page.waitForSelector("input"))?.type("Fox");
    await page.keyboard.press("Enter");
    const join = await page.waitForSelector("button.primary:not([disabled])");
    await until(async () => page.url().endsWith("/room"), { what: () => "the room page" });
    await page.waitForSelector(".preview button.primary:not([disabled])");
    await page.click(".preview button.primary");
    expect(await teacher.next("peer-joined")).toMatchObject({ peer: { name: "Fox" } });
    await join?.dispose();
    await firefox.close();
  });
});

test("five wrong settings give five lines and exit code 2", async () => {
  const port = await freePort();
  const wrong = {
    LECTERN_PORT: "eighty",
    CONFERENCE_SIGNALING_SCHEME: "https",
    CONFERENCE_SIGNALING_PATH: "nowhere",
    CONFERENCE_SIGNALING_TOKEN_TTL: "-1",
    CONFERENCE_ICE_SERVERS: `{"port":${port}}`,
  };
  await expect(startLectern({ env: wrong, timeoutMs: 2000 })).rejects.toThrow(
    /exit code 2.*LECTERN_PORT.*SCHEME.*PATH.*TOKEN_TTL.*ICE_SERVERS/s,
  );
});

test("ports in use are named with their settings, all at once", async () => {
  const first = await startLectern();
  const env = {
    LECTERN_PORT: new URL(first.url).port,
    CONFERENCE_SIGNALING_PORT: String(first.signalingPort),
  };
  await expect(startLectern({ env, timeoutMs: 5000 })).rejects.toThrow(
    /exit code 1.*LECTERN_PORT.*SIGNALING_PORT/s,
  );
  await first.stop();
});

test("a second Lectern in one data folder says which process serves it, and ends", async () => {
  const first = await startLectern();
  const env = { LECTERN_DATA_DIR: join(first.dataDir, "data") };
  await expect(startLectern({ env, timeoutMs: 5000 })).rejects.toThrow(
    new RegExp(`exit code 1.*served by process ${first.process.pid}.*LECTERN_DATA_DIR`, "s"),
  );
  await first.stop();
});
