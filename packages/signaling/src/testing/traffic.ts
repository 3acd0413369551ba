import { type Harness, rawRequest } from "./harness.ts";

/** A class, with a bit of everything that is counted: it goes well, breaks, comes back, and some are refused. */
export async function makeTraffic({ open, server }: Harness, room: string): Promise<void> {
  const [tea, ana] = [open(), open()];
  await tea.join("teacher-1", { room });
  const joined = await ana.join("student-5", { room, resumable: true });
  await tea.next();
  tea.send({ type: "offer", to: "student-5", payload: { type: "offer", sdp: "v=0\r\n" } });
  await ana.next();
  ana.send({ type: "answer", to: "teacher-1", payload: { type: "answer", sdp: "v=0\r\n" } });
  await tea.next();
  tea.send({ type: "ice-candidate", to: "student-5", payload: null });
  tea.send({ type: "chat", message: "Good morning" });
  await tea.next();
  ana.cut();
  const back = await open().opened();
  const { sessionId, secret } = joined;
  back.send({ type: "resume", roomId: room, sessionId, secret, lastSeq: 1 });
  await back.next();
  await open().join("student-6", { room, iat: 0 });
  await rawRequest(
    server.port,
    "GET /elsewhere HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
  );
}
