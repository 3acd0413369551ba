import { createSocket } from "node:dgram";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import { freePort } from "@lectern/testing/free-ports";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startCoturn } from "./support/coturn.ts";
import { examine, settingsOf } from "./support/doctor.ts";
import { type Lectern, startLectern, until } from "./support/lectern.ts";
import { turnConfig } from "./support/turn-config.ts";

const secret = "a-secret-of-this-test-of-32-bytes-or-more";

/** A relay on loopback is of no use to anybody, and named for that. */
const ownAddress = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

describe.skipIf(ownAddress === undefined)("lectern doctor and a relay", () => {
  let lectern: Lectern;
  let turn: Readonly<Record<string, string>>;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    turn = {
      CONFERENCE_TURN_URLS: [
        `turn:${ownAddress}:${port}`,
        `turn:${ownAddress}:${port}?transport=tcp`,
      ].join(),
      CONFERENCE_TURN_SECRET: secret,
      CONFERENCE_TURN_RELAY_ADDRESS: ownAddress ?? "",
    };
    lectern = await startLectern({ env: turn });
  });

  afterAll(() => lectern?.stop());

  /** Runs a coturn with our configuration and more lines for as long as a test lasts. */
  async function runCoturn(...lines: readonly string[]): Promise<void> {
    const config = [turnConfig(turn), ...lines, ""].join("\n");
    const stop = await startCoturn(config, { host: "127.0.0.1", port, transport: "udp" });
    onTestFinished(() => void stop());
  }

  function diagnose(env: Readonly<Record<string, string>> = {}) {
    return examine({ env: { ...settingsOf(lectern), ...turn, ...env } });
  }

  test("one that is in order is green, by UDP and by TCP", async () => {
    await runCoturn();
    const { code, findings } = await diagnose();
    expect(findings.filter((finding) => !/^[a-z-]+ (?:ok|skipped): /.test(finding))).toEqual([]);
    expect(findings.filter((finding) => finding.startsWith("turn ok: Data goes"))).toHaveLength(2);
    expect(code).toBe(0);
  });

  test("the one that serve --turn starts is green", async () => {
    const { CONFERENCE_TURN_SECRET: _, ...env } = turn;
    const own = await startLectern({ env, args: ["--turn"] });
    onTestFinished(() => void own.stop());
    const relays = `Relay: turn:${ownAddress}:${port}`;
    await until(() => own.output().includes(relays), {
      what: () => `${relays} in ${own.output()}`,
    });
    const { failures, findings } = await examine({
      env: { ...settingsOf(own), ...env },
      args: ["--turn"],
    });
    expect(failures).toEqual([]);
    expect(findings.filter((finding) => finding.startsWith("turn ok: Data goes"))).toHaveLength(2);
  });

  test("another secret than the relay's is named", async () => {
    await runCoturn();
    const { code, failures } = await diagnose({ CONFERENCE_TURN_SECRET: secret.toUpperCase() });
    expect(code).toBe(1);
    expect(failures).toEqual([
      expect.stringMatching(/^turn: turn:.* refuses the password.* -> .*CONFERENCE_TURN_SECRET/),
      expect.stringMatching(/^turn: turn:.*tcp refuses the password/),
    ]);
  });

  test("a relay that is not there is named, by UDP and by TCP", async () => {
    const [udp, tcp] = (await diagnose()).failures;
    expect(udp).toMatch(/^turn: turn:.*nothing listens there.* -> Start it .* UDP port \d+/);
    expect(tcp).toMatch(/^turn: turn:.*nothing listens there.* -> Start it .* TCP port \d+/);
  });

  test("a firewall that drops what goes to the relay is named", async () => {
    const silent = createSocket("udp4").bind(0, "127.0.0.1");
    await once(silent, "listening");
    onTestFinished(() => void silent.close());
    const url = `stun:127.0.0.1:${silent.address().port}`;
    const env = {
      CONFERENCE_ICE_SERVERS: JSON.stringify([{ urls: url }]),
      CONFERENCE_TURN_URLS: "",
    };
    expect((await diagnose(env)).failures).toEqual([
      expect.stringMatching(
        /^turn: stun:.*no answer in 5 s, as when a firewall drops it -> .*open UDP/,
      ),
    ]);
  });

  test("a private address that it hands out is named", async () => {
    await runCoturn("external-ip=10.99.99.99");
    const [udp] = (await diagnose()).failures;
    expect(udp).toMatch(
      /^turn: .*hands out 10\.99\.99\.99, a private address.* -> Set CONFERENCE_TURN_PUBLIC_ADDRESS/,
    );
  });

  test("a relay by which two do not meet is named", async () => {
    const config = turnConfig(turn).replace(
      /^allowed-peer-ip=.*$/m,
      `denied-peer-ip=${ownAddress}`,
    );
    const stop = await startCoturn(config, { host: "127.0.0.1", port, transport: "udp" });
    onTestFinished(() => void stop());
    const [udp] = (await diagnose()).failures;
    expect(udp).toMatch(/^turn: .*forbids its own address .* -> Put allowed-peer-ip=/);
  });

  test("a name that does not exist is named", async () => {
    const env = { CONFERENCE_TURN_URLS: "turn:turn.invalid" };
    expect((await diagnose(env)).failures).toEqual([
      expect.stringMatching(/^turn: turn:turn\.invalid cannot be found: the name is not known -> /),
    ]);
  });
});
