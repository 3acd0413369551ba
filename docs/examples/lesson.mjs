// A back end of your own with Lectern's signaling server, in Node 22 or later and nothing else.
//
//   CONFERENCE_SIGNALING_SECRET=... node lesson.mjs [ws://127.0.0.1:6001/ws/conference]
//
// Part 1 is what your back end needs: it mints tokens. Part 2 plays a teacher and a student, whose
// part browsers have with you, and shows that the tokens open a room. Ends with 0, or 1 when refused.
import { createHmac, randomUUID } from "node:crypto";

// Part 1: the token

/**
 * Mints the token with which one person enters one room.
 *
 * @param {{ role: "teacher" | "student", id: string, roomId: string, name: string }} person
 * @param {string} secrets CONFERENCE_SIGNALING_SECRET; of several, the first signs
 * @param {number} ttlSeconds at most CONFERENCE_SIGNALING_TOKEN_TTL
 */
export function mintToken({ role, id, roomId, name }, secrets, ttlSeconds = 7200) {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: "HS256", typ: "conference-signaling+jwt" };
  const claims = {
    iss: "lectern",
    aud: "conference-signaling",
    sub: `${role}-${id}`,
    role,
    room: roomId,
    name: displayName(name),
    iat: now,
    exp: now + ttlSeconds,
    jti: randomUUID(),
  };
  const signed = `${base64url(header)}.${base64url(claims)}`;
  const secret = secrets.split(",")[0].trim();
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

/** A name as the token takes it: composed (NFC), without control and bidi characters, 80 code points. */
export function displayName(text) {
  const name = text
    .toWellFormed()
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, "");
  return [...name.trim()].slice(0, 80).join("");
}

function base64url(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

// Part 2: two participants

const patienceMs = 10_000;

/** One participant's socket, whose messages are waited for one after the other. */
class Participant {
  #socket;
  #inbox = [];
  #wake = () => {};

  constructor(url) {
    this.#socket = new WebSocket(url);
    this.#socket.addEventListener("message", ({ data }) => this.#put(JSON.parse(data)));
    this.#socket.addEventListener("close", ({ code, reason }) =>
      this.#put({ type: "closed", code, reason }),
    );
  }

  /** Opens the socket and joins; the answer says who is there already. */
  static async join(url, roomId, token) {
    const participant = new Participant(url);
    await new Promise((resolve) => {
      participant.#socket.addEventListener("open", resolve);
      participant.#socket.addEventListener("close", resolve);
    });
    participant.send({ type: "join", roomId, token });
    return { participant, joined: await participant.expect("joined") };
  }

  send(message) {
    this.#socket.send(JSON.stringify(message));
  }

  /** The next message of a type. Other types are passed over: later versions have more of them. */
  async expect(type) {
    for (;;) {
      const message = this.#inbox.shift() ?? (await this.#arrival(type));
      if (message?.type === type) return message;
      if (message?.type === "error") console.log(`refused: ${message.code} (${message.message})`);
      if (message?.type === "closed") throw new Error(`closed: ${message.code} ${message.reason}`);
    }
  }

  #put(message) {
    this.#inbox.push(message);
    this.#wake();
  }

  /** Resolves when there is something in the inbox. */
  #arrival(type) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${type} came`)), patienceMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function playLesson(url, secrets) {
  const roomId = `conference-${randomUUID()}`;
  const sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"; // a browser makes a longer one
  const candidate = { candidate: "candidate:1 1 udp 1 192.0.2.7 9 typ host", sdpMid: "0" };

  const tea = { role: "teacher", id: "2", roomId, name: "Tea Horvat" };
  const ana = { role: "student", id: "5", roomId, name: "Ana Kovač" };
  const { participant: teacher } = await Participant.join(url, roomId, mintToken(tea, secrets));
  console.log(`teacher-2 joined ${roomId}`);
  const { participant: student, joined } = await Participant.join(
    url,
    roomId,
    mintToken(ana, secrets),
  );
  console.log(`student-5 joined and found ${joined.participants.map(({ id }) => id)}`);
  console.log(`teacher-2 saw ${(await teacher.expect("peer-joined")).peer.name} come`);

  teacher.send({ type: "offer", to: "student-5", payload: { type: "offer", sdp } });
  console.log(`student-5 got an offer from ${(await student.expect("offer")).from}`);
  student.send({ type: "answer", to: "teacher-2", payload: { type: "answer", sdp } });
  console.log(`teacher-2 got an answer from ${(await teacher.expect("answer")).from}`);
  teacher.send({ type: "ice-candidate", to: "student-5", payload: candidate });
  console.log(`student-5 got a candidate from ${(await student.expect("ice-candidate")).from}`);

  student.send({ type: "chat", message: "Good morning" });
  for (const participant of [teacher, student]) {
    const { name, message } = await participant.expect("chat");
    console.log(`chat: ${name}: ${message}`);
  }

  student.send({ type: "leave" });
  await student.expect("closed");
  console.log(`teacher-2 saw ${(await teacher.expect("peer-left")).peerId} leave`);
  teacher.send({ type: "meeting-ended" });
  console.log(`the meeting was ended by ${(await teacher.expect("meeting-ended")).by}`);
  await teacher.expect("closed");
}

const url = process.argv[2] ?? "ws://127.0.0.1:6001/ws/conference";
const secrets = process.env.CONFERENCE_SIGNALING_SECRET;
if (!secrets) {
  console.error("CONFERENCE_SIGNALING_SECRET has to be set");
  process.exit(1);
}
try {
  await playLesson(url, secrets);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
