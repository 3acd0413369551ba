import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LinkMessage } from "@lectern/protocol/link";
import { expect, onTestFinished } from "vitest";
import type { Account, AccountRole } from "../accounts/account.ts";
import { addAccount } from "../accounts/account-store.ts";
import { createPasswordHasher } from "../accounts/password-hasher.ts";
import { createSignInGuard } from "../accounts/sign-in-guard.ts";
import { createTurnstile } from "../accounts/turnstile.ts";
import { addConference } from "../conferences/conference-store.ts";
import { type AppConfig, readAppConfig } from "../config.ts";
import type { Context } from "../context.ts";
import { loadKey } from "../database/keys.ts";
import { openDatabase } from "../database/open-database.ts";
import type { App } from "../http/app.ts";
import { createLog } from "../log.ts";
import { createServer } from "../server.ts";
import { sessionCookie } from "../sessions/cookies.ts";
import { openAccountSession } from "../sessions/session-store.ts";
import { type Answer, Browser } from "./browser.ts";
import { FakeSignaling } from "./fake-signaling.ts";

/** The password of every account that {@link TestApp.addPerson} makes. */
export const password = "correct horse battery";

export const signalingSecret = "test-secret-test-secret-test-secret";

const passwords = await createPasswordHasher();
const passwordHash = await passwords.hash(password);

export interface Person {
  readonly account: Account;
  readonly browser: Browser;
}

/** The whole app over a database in memory, with a clock that stands still until it is moved. */
export class TestApp {
  readonly app: App;
  readonly context: Context;
  readonly told: readonly LinkMessage[];
  readonly signaling: FakeSignaling;
  readonly #clock: { now: number };
  readonly #logged: readonly string[];
  readonly #secrets = new Set<string>([password, signalingSecret]);

  constructor(parts: {
    readonly app: App;
    readonly context: Context;
    readonly told: readonly LinkMessage[];
    readonly signaling: FakeSignaling;
    readonly clock: { now: number };
    readonly logged: readonly string[];
  }) {
    this.app = parts.app;
    this.context = parts.context;
    this.told = parts.told;
    this.signaling = parts.signaling;
    this.#clock = parts.clock;
    this.#logged = parts.logged;
  }

  get now(): number {
    return this.#clock.now;
  }

  get log(): string {
    return this.#logged.join("");
  }

  advance(ms: number): void {
    this.#clock.now += ms;
  }

  /** A browser that nobody has used yet. */
  browser(): Browser {
    return new Browser(this.app, (answer, body) => this.#collectSecrets(answer, body));
  }

  /** Somebody with an account, who is signed in. */
  async addPerson(username: string, role: AccountRole, name = username): Promise<Person> {
    const { db } = this.context;
    const account = await addAccount(db, { username, name, role, passwordHash }, this.now);
    const browser = this.browser();
    const session = await openAccountSession(db, account.id, this.now);
    this.#secrets.add(session);
    browser.cookies.set(sessionCookie, session);
    return { account, browser };
  }

  addConference(owner: Person, title = "Physics"): Promise<string> {
    return addConference(this.context.db, { title, ownerId: owner.account.id }, this.now);
  }

  /** A guest who came in by a link that is opened or renewed for them. */
  async addGuest(owner: Person, conferenceId: string, name = "Gus"): Promise<Browser> {
    const { body } = await owner.browser.put(`/api/conferences/${conferenceId}/guest-link`);
    const browser = this.browser();
    await browser.post("/api/guests", { secret: secretOf(body["guestLink"]), name });
    return browser;
  }

  /** Closes everything, and makes sure that no secret that was issued has been logged. */
  async close(): Promise<void> {
    await this.app.close();
    await this.context.db.destroy();
    const leaked = [...this.#secrets].filter((secret) => this.log.includes(secret));
    expect(leaked).toEqual([]);
  }

  #collectSecrets({ cookies, body }: Answer, sent: unknown): void {
    for (const text of stringsIn(sent)) if (text.length >= 10) this.#secrets.add(text);
    for (const cookie of cookies) {
      const value = /^[^=]+=([^;]+)/.exec(cookie)?.[1];
      if (value) this.#secrets.add(value);
    }
    for (const text of stringsIn(body)) {
      const secret = /#(.+)/.exec(text)?.[1] ?? (/^ey/.test(text) ? text : null);
      if (secret) this.#secrets.add(secret);
    }
  }
}

/** Makes an app that outlives one test; whoever makes it closes it. */
export async function createTestApp(env: Record<string, string> = {}): Promise<TestApp> {
  const clock = { now: Date.UTC(2026, 8, 1, 8) };
  const logged: string[] = [];
  const told: LinkMessage[] = [];
  const signaling = new FakeSignaling();
  const db = await openDatabase(":memory:");
  const context: Context = {
    config: configOf(env),
    db,
    log: createLog("debug", { write: (line) => void logged.push(line) }),
    now: () => clock.now,
    passwords,
    guard: createSignInGuard(),
    turnstile: createTurnstile({ places: 2, maxWaiting: 1_000 }),
    slowLane: createTurnstile({ places: 1, maxWaiting: 1_000 }),
    pause: () => Promise.resolve(),
    deviceKey: await loadKey(db, "device-cookie"),
    signaling,
    tell: (message) => void told.push(message),
  };
  const app = await createServer(context, builtPages());
  return new TestApp({ app, context, told, signaling, clock, logged });
}

/** Makes an app for one test, which is closed after it. */
export async function openTestApp(env: Record<string, string> = {}): Promise<TestApp> {
  const testApp = await createTestApp(env);
  onTestFinished(() => testApp.close());
  return testApp;
}

/** The secret in a link. */
export function secretOf(link: unknown): string {
  return String(link).split("#")[1] ?? "";
}

export function configOf(env: Record<string, string>): AppConfig {
  const config = readAppConfig({ CONFERENCE_SIGNALING_SECRET: signalingSecret, ...env });
  if (!config.ok) throw new RangeError(config.error.map(({ setting }) => setting).join());
  return config.value;
}

/** A folder with pages like those that Vite makes. */
function builtPages(): string {
  const folder = mkdtempSync(join(tmpdir(), "lectern-pages-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<title>site</title>");
  writeFileSync(join(folder, "room.html"), "<title>room</title>");
  writeFileSync(join(folder, "assets", "site-1a2b.js"), "plain();");
  writeFileSync(join(folder, "assets", "site-1a2b.js.br"), "compressed");
  return folder;
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
