import { once } from "node:events";
import { connect, type Server } from "node:net";

/** Listens on a free port of loopback and gives it. */
export async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("Cannot read a port");
  return address.port;
}

/** What a handshake of a browser for `path` looks like. */
export function handshake(path: string): string {
  return [
    `GET ${path} HTTP/1.1`,
    "Host: school.example:8000",
    "Origin: http://school.example:8000",
    "Cookie: __Host-lectern=a-session",
    "X-Forwarded-For: 203.0.113.5",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "",
    "",
  ].join("\r\n");
}

/** Sends a text over a new connection and reads until `isComplete`, or the end. */
export async function exchange(
  port: number,
  sent: string,
  isComplete: (text: string) => boolean = () => false,
): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(sent);
  let text = "";
  for await (const chunk of socket) {
    text += String(chunk);
    if (isComplete(text)) break;
  }
  return text;
}
