import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import puppeteer from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiUser } from "./support/api.ts";
import { openChromium, windowOf } from "./support/browser.ts";
import { freePorts, type Lectern, startLectern, until } from "./support/lectern.ts";
import { mintToken, PlainClient } from "./support/plain-client.ts";
import { openSchool } from "./support/school.ts";

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

async function seesOneself(lectern: Lectern, user: ApiUser, id: string): Promise<void> {
  const window = await windowOf(browser, lectern.url, user, { ignoreHTTPSErrors: true });
  const page = await window.newPage();
  await page.goto(`${lectern.url}/conferences/${id}/room`);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.locator("[data-participant]").waitFor();
  await window.close();
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

  test("HOST, SCHEME and PUBLIC_PORT make the address that pages connect to", async () => {
    const { lectern, answer } = await accessWith({
      CONFERENCE_SIGNALING_HOST: "live.school.example",
      CONFERENCE_SIGNALING_SCHEME: "wss",
      CONFERENCE_SIGNALING_PUBLIC_PORT: "443",
    });
    expect(answer.body.signaling.url).toBe("wss://live.school.example/ws/conference");
    await lectern.stop();
  });

  test("another PATH is where the class meets, and the old one is not found", async () => {
    const { lectern, school, id, answer } = await accessWith({
      CONFERENCE_SIGNALING_PATH: "/live",
    });
    expect(new URL(answer.body.signaling.url).pathname).toBe("/live");
    await seesOneself(lectern, school.teacher, id);
    const old = await fetch(`http://127.0.0.1:${lectern.signalingPort}/ws/conference`);
    expect(old.status).toBe(404);
    await lectern.stop();
  });

  test("a TOKEN_TTL of 3 s gives tokens of 3 s, and refuses longer ones and older ones", async () => {
    const secret = "a secret for this test of 32 bytes or more";
    const env = { CONFERENCE_SIGNALING_TOKEN_TTL: "3", CONFERENCE_SIGNALING_SECRET: secret };
    const { lectern, answer } = await accessWith(env);
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
    await lectern.stop();
  });

  test("a TLS pair of one's own serves both listeners", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lectern-tls-"));
    const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
    execFileSync("openssl", [...args, "-keyout", key, "-out", cert, ...subject], {
      stdio: "ignore",
    });
    const { lectern, school, id, answer } = await accessWith({
      LECTERN_TLS_CERT: cert,
      LECTERN_TLS_KEY: key,
    });
    expect(answer.body.signaling.url).toBe(
      `wss://127.0.0.1:${lectern.signalingPort}/ws/conference`,
    );
    await seesOneself(lectern, school.teacher, id);
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
    const answer = await school.teacher.call("POST", `/api/conferences/${id}/token`, {});
    expect(new URL(answer.body.signaling.url).port).toBe(new URL(lectern.url).port);
    await seesOneself(lectern, school.teacher, id);
  });

  test("Firefox enters the class over the pages' own port", async () => {
    const firefox = await puppeteer.launch({
      browser: "firefox",
      executablePath: process.env["LECTERN_FIREFOX"] ?? "/usr/bin/firefox-esr",
      headless: true,
      acceptInsecureCerts: true,
      extraPrefsFirefox: {
        "media.navigator.streams.fake": true,
        "media.navigator.permission.disabled": true,
        "media.autoplay.default": 0,
      },
    });
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
    await page.waitForSelector("[data-participant]");
    await join?.dispose();
    await firefox.close();
  });
});

test("five wrong settings give five lines and exit code 2", async () => {
  const [port] = await freePorts(1);
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
