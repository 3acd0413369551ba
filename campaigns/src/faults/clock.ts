import type { ServerMessage } from "@lectern/protocol/messages";
import { parseServerMessage } from "@lectern/protocol/server-message";
import { openSocket } from "../client/socket.ts";
import { actorId, roomId } from "../support/ids.ts";
import { mint, type Times } from "../support/mint.ts";
import type { Scenario } from "./scenario.ts";

/** A token's times by a clock that is off by so many s, and what has to become of a join with it. */
interface Row {
  readonly off: number;
  /** `fresh`: it was issued just now; `old`: it is to expire just now. */
  readonly age: "fresh" | "old";
  readonly answer: "joined" | "token-invalid" | "token-expired";
}

const rows: readonly Row[] = [
  { off: -3600, age: "fresh", answer: "joined" },
  { off: -45, age: "fresh", answer: "joined" },
  { off: -25, age: "fresh", answer: "joined" },
  { off: 25, age: "fresh", answer: "joined" },
  { off: 45, age: "fresh", answer: "token-invalid" },
  { off: 3600, age: "fresh", answer: "token-invalid" },
  { off: -3600, age: "old", answer: "token-expired" },
  { off: -45, age: "old", answer: "token-expired" },
  { off: -25, age: "old", answer: "joined" },
  { off: 25, age: "old", answer: "joined" },
  { off: 45, age: "old", answer: "joined" },
  { off: 3600, age: "old", answer: "joined" },
];

/** Tokens of minters whose clocks differ from the server's. */
export const clock: Scenario = {
  name: "clock",
  unit: "tokens",
  rooms: 2,
  size: 4,
  play: async ({ lectern }) => {
    const complaints: string[] = [];
    for (const [at, { off, age, answer }] of rows.entries()) {
      const found = await join(lectern.url, at, { skewSeconds: off, isOld: age === "old" });
      if (found !== answer) complaints.push(`a ${age} token, ${off} s off, gets ${found}`);
    }
    return { counts: { tokens: rows.length }, complaints };
  },
};

/** Joins with a token of these times; gives the type of the answer, or the code of the error. */
function join(url: string, name: number, times: Times): Promise<string> {
  const [actor, room] = [actorId("student", `clock-${name}`), roomId("clocks")];
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = openSocket(url, {
    opened: () =>
      socket.send(JSON.stringify({ type: "join", roomId: room, token: mint(actor, room, times) })),
    text: (text) => {
      const read = parseServerMessage(text);
      resolve(read.ok ? nameOf(read.value) : read.error.message);
      socket.close();
    },
    closed: (code) => resolve(`closed with ${code}`),
  });
  return promise;
}

function nameOf(message: ServerMessage): string {
  return message.type === "error" ? message.code : message.type;
}
