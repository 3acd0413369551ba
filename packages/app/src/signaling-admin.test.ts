import { createServer, type RequestListener, type Server } from "node:http";
import { parseParticipantId, parseRoomId } from "@lectern/protocol/ids";
import { freePort } from "@lectern/testing/free-ports";
import { expect, onTestFinished, test } from "vitest";
import { createSignalingAdmin } from "./signaling-admin.ts";
import { listen } from "./testing/sockets.ts";

const secret = "an-admin-secret-of-more-than-32-bytes";
const room = parseRoomId("conference-1") ?? fail();
const ana = parseParticipantId("student-5") ?? fail();

test("commands carry the secret, and say whom they concern", async () => {
  const asked: string[] = [];
  const admin = await adminOf((request, response) => {
    const { method, url, headers } = request;
    let body = "";
    request.on("data", (chunk) => {
      body += String(chunk);
    });
    request.on("end", () => {
      asked.push(`${method} ${url} ${headers.authorization} ${body}`);
      response.end('{"wasSeated":true}');
    });
  });
  expect(await admin.remove(room, ana)).toBe("removed");
  expect(await admin.end(room, ana)).toBe("ended");
  expect(asked).toEqual([
    `POST /rooms/conference-1/remove Bearer ${secret} {"actor":"student-5"}`,
    `POST /rooms/conference-1/end Bearer ${secret} {"by":"student-5"}`,
  ]);
});

test("who has no seat is not there", async () => {
  const admin = await adminOf((_, response) => response.end('{"wasSeated":false}'));
  expect(await admin.remove(room, ana)).toBe("not-there");
});

test("rooms come as they are counted, and what is none is left out", async () => {
  const counts = { teachers: 1, students: 2, held: 1, since: 7 };
  const rooms = [{ roomId: "conference-1", ...counts }, { roomId: "nowhere", ...counts }, null];
  const admin = await adminOf((_, response) => response.end(JSON.stringify({ rooms })));
  expect(await admin.rooms()).toEqual([{ roomId: "conference-1", ...counts }]);
});

test.each<readonly [string, RequestListener]>([
  ["refuses", (_, response) => response.writeHead(401).end("{}")],
  ["answers with what is no JSON", (_, response) => response.end("<html>")],
  ["hangs up", (request) => request.destroy()],
  ["does not answer", () => {}],
])("a server that %s is away", async (_, handler) => {
  const admin = await adminOf(handler);
  const answers = [admin.rooms(), admin.remove(room, ana), admin.end(room, ana)];
  expect(await Promise.all(answers)).toEqual([null, "away", "away"]);
});

test("so is one that nobody has told of, that is gone, or that has no such interface", async () => {
  const [unknown, gone, none] = [secret, secret, null].map(createSignalingAdmin);
  gone?.foundAt(await freePort());
  none?.foundAt(await freePort());
  for (const admin of [unknown, gone, none]) expect(await admin?.rooms()).toBeNull();
});

async function adminOf(handler: RequestListener) {
  const server: Server = createServer(handler);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const admin = createSignalingAdmin(secret);
  admin.foundAt(await listen(server));
  return admin;
}

function fail(): never {
  throw new TypeError("Cannot make an id");
}
