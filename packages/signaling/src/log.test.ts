import { expect, test } from "vitest";
import { createLog } from "./log.ts";
import { goodHandshake, rawRequest, startHarness, tokenFor } from "./testing/harness.ts";

test("a line is the signaling server's, and has the fields that are allowed and no other", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  const fields = {
    room: "conference-1",
    actor: "student-5",
    connection: 7,
    name: "Ana",
    token: "x",
  };
  log("info", "joined", fields);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      level: "info",
      time: expect.any(String),
      process: "signaling",
      event: "joined",
      room: "conference-1",
      actor: "student-5",
      connection: 7,
    },
  ]);
});

test("W9: the log holds no token, secret, cookie, name, SDP or chat line", async () => {
  const admin = { port: 0, secret: "an-admin-secret-of-32-bytes-or-more" };
  const quiet = await startHarness({ admin });
  const { port } = quiet.server;
  const cookie = "session=cookie-of-the-app";
  await rawRequest(port, goodHandshake.replace("\r\n\r\n", `\r\nCookie: ${cookie}\r\n\r\n`));
  const authorization = `Bearer ${admin.secret}`;
  await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { authorization } });
  const roomId = "conference-1";
  const token = tokenFor("student-5", { name: "Secret Name" });
  const forged = await quiet.open().opened();
  forged.send({ type: "join", roomId, token: `${token}x` });
  await forged.closed();
  const client = await quiet.open().opened();
  client.send({ type: "join", roomId, token, resumable: true });
  const { sessionId, secret } = await client.next();
  client.cut();
  const back = await quiet.open().opened();
  back.send({ type: "resume", roomId, sessionId, secret, lastSeq: 1 });
  const { secret: next } = await back.next();
  back.send({ type: "chat", message: "secret words" });
  back.send({ type: "offer", to: "student-6", payload: { type: "offer", sdp: "secret sdp" } });
  back.send({ type: "leave" });
  await back.closed();
  await quiet.server.close();
  expect(quiet.logged()).toContain('"actor":"student-5"');
  // Of a long value only the start is logged.
  for (const kept of [...token.split("."), secret, next, admin.secret, cookie, "Secret Name"]) {
    expect(quiet.logged()).not.toContain(String(kept));
  }
  expect(quiet.logged()).not.toMatch(/secret (?:words|sdp)/);
});

test("W10: 200 payloads against the log leave whole JSON lines of short values", async () => {
  const quiet = await startHarness();
  const payloads = Array.from(
    { length: 200 },
    (_, at) => `${String.fromCodePoint(at)}\n{"event":"forged"}\r\u2028`,
  );
  for (const payload of payloads) {
    const client = await quiet.open().opened();
    client.send({ type: "join", roomId: payload, token: payload });
    client.send({ type: payload, ref: payload });
    client.close();
  }
  const long = await quiet.open().opened();
  long.send({ type: "join", roomId: "conference-1", token: `${"x".repeat(3_000)}.a.b` });
  await quiet.line({ event: "refused" });
  await quiet.server.close();
  const lines = quiet.logged().trim().split("\n");
  for (const line of lines) {
    const parsed = JSON.parse(line) as Record<string, unknown>;
    expect(parsed["event"]).not.toBe("forged");
    for (const value of Object.values(parsed)) expect(String(value).length).toBeLessThan(257);
  }
});
