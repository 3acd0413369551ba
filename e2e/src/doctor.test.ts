import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, freePorts } from "@lectern/testing/free-ports";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { chainOf, makeAuthority } from "./support/authority.ts";
import { examine, runDoctor, settingsOf } from "./support/doctor.ts";
import { type HttpProxyOptions, openHttpProxy } from "./support/http-proxy.ts";
import { type Lectern, startLectern } from "./support/lectern.ts";
import type { TlsFiles } from "./support/tls.ts";

describe("lectern doctor beside a Lectern that runs", () => {
  let lectern: Lectern;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    lectern = await startLectern();
    env = settingsOf(lectern);
  });

  afterAll(() => lectern?.stop());

  /** What is wrong at a proxy before it, to which people and sockets come. */
  async function failuresBehind(options: Partial<HttpProxyOptions>): Promise<readonly string[]> {
    const targetPort = Number(new URL(lectern.url).port);
    const proxy = await openHttpProxy({
      targetPort,
      upgradePort: lectern.signalingPort,
      ...options,
    });
    onTestFinished(() => proxy.close());
    const address = `http://127.0.0.1:${proxy.port}`;
    const settings = { ...env, CONFERENCE_SIGNALING_PUBLIC_PORT: String(proxy.port) };
    return (await examine({ env: settings, args: [address] })).failures;
  }

  test("a good one is green, and each check says so in a sentence", async () => {
    const { code, findings } = await examine({ env });
    expect(findings.filter((finding) => !/^[a-z-]+ (?:ok|skipped): /.test(finding))).toEqual([]);
    expect(code).toBe(0);
    const { out } = await runDoctor({ env });
    expect(out).toMatch(/^ok {7}socket {7}A room can be entered at ws:.+\n.+\n/m);
    expect(out).toMatch(/\nNo failure; 0 with a warning, .+ ok\n$/);
  });

  test("a good proxy is green", async () => {
    expect(await failuresBehind({})).toEqual([]);
  });

  test("a port that is closed is named, that of the pages and that of the socket", async () => {
    const port = await freePort();
    const pages = await examine({ env, args: [`http://127.0.0.1:${port}`] });
    expect(pages.code).toBe(1);
    expect(pages.failures).toEqual([
      expect.stringMatching(
        /^page: .*nothing listens there.* -> Lead name, firewall and proxy to /,
      ),
    ]);
    const settings = { ...env, CONFERENCE_SIGNALING_PUBLIC_PORT: String(port) };
    expect((await examine({ env: settings })).failures).toEqual([
      expect.stringMatching(
        /^socket: .*nothing listens there.* -> .*CONFERENCE_SIGNALING_PUBLIC_PORT/,
      ),
    ]);
  });

  test("an Origin that is not allowed is named, with the setting that allows it", async () => {
    const settings = { ...env, CONFERENCE_SIGNALING_HOST: "localhost" };
    expect((await examine({ env: settings })).failures).toEqual([
      expect.stringMatching(
        /^origin: .*refuses the pages of http:\/\/127\.0\.0\.1:\d+ \(HTTP 403\) -> .*CONFERENCE_SIGNALING_ALLOWED_ORIGINS/,
      ),
    ]);
  });

  test("a proxy that changes Host is named as what is wrong with the Origin", async () => {
    const failures = await failuresBehind({ handshakeHeaders: { host: "inside.example" } });
    expect(failures).toEqual([expect.stringMatching(/^origin: .*-> Have the proxy pass Host on/)]);
  });

  test("a proxy that hides the Origin lets in any site, which is named", async () => {
    const failures = await failuresBehind({ handshakeHeaders: { origin: null } });
    expect(failures).toEqual([expect.stringMatching(/^origin: .*takes pages of any site/)]);
  });

  test("a proxy that passes no upgrades is named, whatever it answers", async () => {
    const toSignaling = { upgradePort: lectern.signalingPort, handshakeHeaders: { upgrade: null } };
    expect(await failuresBehind(toSignaling)).toEqual([
      expect.stringMatching(/^socket: .*HTTP 4\d\d.* -> .*Upgrade and Connection/),
    ]);
    const targetPort = Number(new URL(lectern.url).port);
    const proxy = await openHttpProxy({ targetPort });
    onTestFinished(() => proxy.close());
    const settings = { ...env, CONFERENCE_SIGNALING_PUBLIC_PORT: String(proxy.port) };
    expect((await examine({ env: settings })).failures).toEqual([
      expect.stringMatching(/^socket: .*HTTP 404 in place of a socket.* -> /),
    ]);
  });

  test("a proxy that leads elsewhere is named", async () => {
    const port = await freePort();
    expect(await failuresBehind({ targetPort: port })).toEqual([
      expect.stringMatching(/^page: .*does not reach the app \(HTTP 502\) -> Lead it to /),
    ]);
    expect(await failuresBehind({ targetPort: lectern.signalingPort })).toEqual([
      expect.stringMatching(
        /^page: Another program than Lectern answers .* -> Lead name and proxy/,
      ),
    ]);
  });

  test("a clock that is an hour ahead is named", async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    expect(await failuresBehind({ answerHeaders: { date } })).toEqual([
      expect.stringMatching(/^clock: .*60 min ahead.* -> .*time service/),
    ]);
  });

  test("another secret than the server was started with is named", async () => {
    const secret = "a secret with which it was not started";
    const { failures } = await examine({ env: { ...env, CONFERENCE_SIGNALING_SECRET: secret } });
    expect(failures).toEqual([
      expect.stringMatching(/^socket: .*token-invalid.* -> Restart .*CONFERENCE_SIGNALING_SECRET/),
    ]);
  });

  test("a secret that others may read is named, with the command that mends it", async () => {
    const file = join(lectern.dataDir, "data", "signaling-secret");
    chmodSync(file, 0o644);
    onTestFinished(() => chmodSync(file, 0o600));
    expect((await examine({ env })).failures).toEqual([
      expect.stringMatching(/^data-folder: .*mode 644\) -> chmod 600 ".*signaling-secret"$/),
    ]);
  });

  test("another program at the port is named", async () => {
    const proxy = await openHttpProxy({ targetPort: 0 });
    onTestFinished(() => proxy.close());
    const { failures } = await examine({ env: { ...env, LECTERN_PORT: String(proxy.port) } });
    expect(failures).toEqual([
      expect.stringMatching(/^ports: Another program .* -> Choose another LECTERN_PORT$/),
    ]);
  });
});

test("settings that cannot be read are all named, and a data folder that cannot be written to", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "lectern-doctor-")), "file");
  writeFileSync(file, "");
  const env = {
    LECTERN_PORT: "eighty",
    CONFERENCE_SIGNALING_SCHEME: "https",
    LECTERN_DATA_DIR: join(file, "data"),
  };
  const { code, failures, findings } = await examine({ env });
  expect(code).toBe(1);
  expect(failures).toEqual([
    expect.stringMatching(/^settings: LECTERN_PORT: found "eighty" -> Allowed: /),
    expect.stringMatching(/^settings: CONFERENCE_SIGNALING_SCHEME: .* -> Allowed: .*wss/),
    expect.stringMatching(/^settings: LECTERN_DATA_DIR: .* -> Allowed: .*written to/),
  ]);
  expect(findings).toContain('socket skipped: It can be told when "settings" is in order');
});

test("a Lectern without signaling is green, and its socket is skipped with the reason", async () => {
  const off = { CONFERENCE_SIGNALING_ENABLED: "false" };
  const lectern = await startLectern({ env: off });
  onTestFinished(() => void lectern.stop());
  const { code, findings } = await examine({ env: { ...settingsOf(lectern), ...off } });
  expect(code).toBe(0);
  expect(findings).toContain("socket skipped: CONFERENCE_SIGNALING_ENABLED is false");
});

test("a Lectern that does not run is said once", async () => {
  const [port, signalingPort] = await freePorts(2);
  const env = { LECTERN_PORT: String(port), CONFERENCE_SIGNALING_PORT: String(signalingPort) };
  expect((await examine({ env })).failures).toEqual([
    expect.stringMatching(/^ports: Nothing serves the data folder "data".* -> Start Lectern/),
  ]);
});

test.each([
  ["ahead", 3_600_000, /^clock: .*60 min ahead.* tokens bear 30 s -> /],
  ["behind", -3_600_000, /^socket: .*token-invalid.*see "clock"/],
])("servers whose clock is an hour %s are named", async (_, offsetMs, words) => {
  const hook = `data:text/javascript,const{now}=Date;Date.now=()=>now()+${offsetMs}`;
  const lectern = await startLectern({ env: { NODE_OPTIONS: `--import=${hook}` } });
  onTestFinished(() => void lectern.stop());
  const { failures } = await examine({ env: settingsOf(lectern) });
  expect(failures).toContainEqual(expect.stringMatching(words));
});

describe("lectern doctor and certificates", () => {
  const authority = makeAuthority();

  /** What it says of a Lectern with a certificate, to somebody who knows the authority. */
  async function withPair({ cert, key }: TlsFiles, more: Readonly<Record<string, string>> = {}) {
    const pair = { LECTERN_TLS_CERT: cert, LECTERN_TLS_KEY: key, ...more };
    const lectern = await startLectern({ env: pair });
    onTestFinished(() => void lectern.stop());
    const env = { ...settingsOf(lectern), ...pair, NODE_EXTRA_CA_CERTS: authority.cert };
    return examine({ env });
  }

  test("one that is in order is green", async () => {
    const { code, findings } = await withPair(authority.issue());
    expect(findings.filter((finding) => !/^[a-z-]+ (?:ok|skipped): /.test(finding))).toEqual([]);
    expect(findings).toContainEqual(expect.stringMatching(/^tls ok: /));
    expect(code).toBe(0);
  });

  test("that of a proxy which does not tell the app of it is named, and one that does is green", async () => {
    const trust = { LECTERN_TRUST_PROXY: "loopback" };
    const lectern = await startLectern({ env: trust });
    onTestFinished(() => void lectern.stop());
    const options = {
      targetPort: Number(new URL(lectern.url).port),
      upgradePort: lectern.signalingPort,
      tls: authority.issue(),
    };
    const failuresBehind = async (questionHeaders: Readonly<Record<string, string>>) => {
      const proxy = await openHttpProxy({ ...options, questionHeaders });
      onTestFinished(() => proxy.close());
      const env = {
        ...settingsOf(lectern),
        ...trust,
        NODE_EXTRA_CA_CERTS: authority.cert,
        CONFERENCE_SIGNALING_PUBLIC_PORT: String(proxy.port),
      };
      return (await examine({ env, args: [`https://127.0.0.1:${proxy.port}`] })).failures;
    };
    expect(await failuresBehind({})).toEqual([
      expect.stringMatching(/^proxy: .*plain http.* -> .*LECTERN_TRUST_PROXY.*X-Forwarded-Proto/),
    ]);
    expect(await failuresBehind({ "x-forwarded-proto": "https" })).toEqual([]);
  });

  test("one that has ended is named", async () => {
    const { failures } = await withPair(authority.issue({ days: -1 }));
    expect(failures[0]).toMatch(
      /^tls: The certificate at 127\.0\.0\.1:\d+ ended on .* -> Renew it/,
    );
  });

  test("a socket without TLS is named, to which no page with TLS gets", async () => {
    const { failures } = await withPair(authority.issue(), { CONFERENCE_SIGNALING_SCHEME: "ws" });
    expect(failures).toEqual([
      expect.stringMatching(/^socket: No browser opens ws:.* -> Leave CONFERENCE_SIGNALING_SCHEME/),
    ]);
  });

  test("one of another name is named", async () => {
    const { failures } = await withPair(authority.issue({ names: "DNS:other.example" }));
    expect(failures[0]).toMatch(
      /^tls: .*another name: DNS:other\.example -> Get one for 127\.0\.0\.1/,
    );
  });

  test("a chain without its middle is named, and the whole of it is green", async () => {
    const middle = authority.delegate();
    const { cert, key } = middle.issue();
    const broken = await withPair({ cert, key });
    expect(broken.failures[0]).toMatch(
      /^tls: The chain at 127\.0\.0\.1:\d+ is broken.* -> .*fullchain\.pem/,
    );
    const whole = await withPair({ cert: chainOf(cert, middle.cert), key });
    expect(whole.failures).toEqual([]);
  });
});
