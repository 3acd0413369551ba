import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import { until } from "./support/lectern.ts";
import { mintToken } from "./support/plain-client.ts";
import { type SignalServer, startSignalServe } from "./support/signal-serve.ts";

const secret = "the secret of a site of its own: 32 bytes or more";
const room = "conference-12";
const root = join(import.meta.dirname, "../..");

/** Those who are enrolled, by the cookie of the site's own session. */
const users: Readonly<Record<string, { readonly sub: string; readonly name: string }>> = {
  tea: { sub: "teacher-2", name: "Tea" },
  ana: { sub: "student-5", name: "Ana" },
};

const breaches: string[] = [];
let signaling: SignalServer;
let site: Server;
let browser: Browser;

beforeAll(async () => {
  signaling = await startSignalServe({ CONFERENCE_SIGNALING_SECRET: secret });
  site = createServer(answer).listen(0, "127.0.0.1");
  browser = await openChromium();
});

afterAll(async () => {
  await browser?.close();
  site?.close();
  await signaling?.stop();
});

test("two people meet on a page that is not Lectern's, under the policy of the guide", async () => {
  const [tea, ana] = [await openPage("tea"), await openPage("ana")];
  await seesPictureOf(tea, "Ana");
  await seesPictureOf(ana, "Tea");

  await ana.locator("input").fill("<b>Good morning</b>");
  await ana.getByRole("button", { name: "Say" }).click();
  await tea.getByText("Ana: <b>Good morning</b>").waitFor();

  await ana.getByRole("button", { name: "Leave" }).click();
  await ana.getByText("You have left").waitFor();
  await tea.locator("figure").waitFor({ state: "detached" });
  expect(breaches).toEqual([]);
});

test("who is not enrolled reads why there is no way in", async () => {
  const page = await openPage("eve");
  await page.getByText("There is no way in: This lesson is not yours (not-enrolled)").waitFor();
});

async function openPage(user: string): Promise<Page> {
  const { port } = site.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const window = await browser.newContext();
  await window.addCookies([{ name: "user", value: user, url }]);
  const page = await window.newPage();
  page.on("console", (line) => {
    if (line.text().includes("Content Security Policy")) breaches.push(line.text());
  });
  await page.goto(`${url}/lesson`);
  return page;
}

async function seesPictureOf(page: Page, name: string): Promise<void> {
  const video = page.locator("figure", { hasText: name }).locator("video");
  await video.waitFor();
  const plays = () => video.evaluate((one: HTMLVideoElement) => one.currentTime > 0);
  await until(plays, { what: () => `the picture of ${name}`, timeoutMs: 30_000 });
}

/** The back end of a site of one's own: the page, its script, the library, and tokens. */
function answer({ url = "", headers }: IncomingMessage, response: ServerResponse): void {
  switch (url) {
    case "/lesson":
      return send(response, "text/html", lessonPage());
    case "/page.js":
      return send(response, "text/javascript", readFile("docs/examples/page.js"));
    case "/lectern-client.js":
      return send(response, "text/javascript", readFile("packages/client/dist/lectern-client.js"));
    case `/lessons/${room}/token`: {
      const user = users[/user=(\w+)/.exec(headers.cookie ?? "")?.[1] ?? ""];
      if (!user) return void response.writeHead(403).end();
      return send(response, "application/json", JSON.stringify({ token: tokenOf(user) }));
    }
    default:
      return void response.writeHead(404).end();
  }
}

function tokenOf(user: { readonly sub: string; readonly name: string }): string {
  return mintToken(secret, { ...user, room });
}

function lessonPage(): string {
  const address = "wss://live.school.example/ws/conference";
  return readFile("docs/examples/page.html").replace(address, signaling.url);
}

function send(response: ServerResponse, type: string, body: string): void {
  const policy = guidePolicy().replace("wss://live.school.example", new URL(signaling.url).origin);
  response.writeHead(200, {
    "content-type": `${type}; charset=utf-8`,
    "content-security-policy": policy,
  });
  response.end(body);
}

/** The Content-Security-Policy that docs/integrate.md gives. */
function guidePolicy(): string {
  const policy = /^Content-Security-Policy: (.+)$/m.exec(readFile("docs/integrate.md"));
  if (!policy?.[1]) throw new TypeError("Cannot find the policy in docs/integrate.md");
  return policy[1];
}

function readFile(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
