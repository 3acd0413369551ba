#!/usr/bin/env python3
"""A back end of your own with Lectern's signaling server, in Python 3.9 or later and nothing else.

    CONFERENCE_SIGNALING_SECRET=... python3 lesson.py [ws://127.0.0.1:6001/ws/conference]

Part 1 is what your back end needs: it mints tokens. Part 2 is a small WebSocket client, and
part 3 plays a teacher and a student with it, whose part browsers have with you, and shows that
the tokens open a room. Ends with 0, or 1 when refused.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import socket
import ssl
import struct
import sys
import time
import unicodedata
import uuid
from typing import Any
from urllib.parse import urlsplit

# Part 1: the token

FORBIDDEN_IN_NAMES = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def mint_token(
    *, role: str, user_id: str, room_id: str, name: str, secrets: str, ttl_seconds: int = 7200
) -> str:
    """Mints the token with which one person enters one room.

    `secrets` is CONFERENCE_SIGNALING_SECRET; of several, the first signs. `ttl_seconds` is at
    most CONFERENCE_SIGNALING_TOKEN_TTL.
    """
    now = int(time.time())
    header = {"alg": "HS256", "typ": "conference-signaling+jwt"}
    claims = {
        "iss": "lectern",
        "aud": "conference-signaling",
        "sub": f"{role}-{user_id}",
        "role": role,
        "room": room_id,
        "name": display_name(name),
        "iat": now,
        "exp": now + ttl_seconds,
        "jti": str(uuid.uuid4()),
    }
    signed = b".".join(base64url(json.dumps(part).encode()) for part in (header, claims))
    secret = secrets.split(",")[0].strip().encode()
    signature = hmac.digest(secret, signed, "sha256")
    return b".".join((signed, base64url(signature))).decode()


def display_name(text: str) -> str:
    """A name as the token takes it: composed (NFC), no control or bidi characters, 80 long."""
    name = FORBIDDEN_IN_NAMES.sub("", unicodedata.normalize("NFC", text))
    return name.strip()[:80]


def base64url(data: bytes) -> bytes:
    """Base64url without padding (RFC 7515, appendix C)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=")


# Part 2: a small WebSocket client (RFC 6455)

CONTINUATION, TEXT, CLOSE, PING, PONG = 0x0, 0x1, 0x8, 0x9, 0xA
ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
PATIENCE_SECONDS = 10


class Closed(Exception):
    """The server has closed the socket."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"closed: {code} {reason}")


class WebSocket:
    """Text messages over one socket, and no more than that."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        is_secure = parts.scheme == "wss"
        port = parts.port or (443 if is_secure else 80)
        self._socket = socket.create_connection((parts.hostname, port), PATIENCE_SECONDS)
        if is_secure:
            context = ssl.create_default_context()
            self._socket = context.wrap_socket(self._socket, server_hostname=parts.hostname)
        self._reader = self._socket.makefile("rb")
        self._upgrade(parts.netloc, parts.path or "/")

    def send(self, text: str) -> None:
        self._write(TEXT, text.encode())

    def receive(self) -> str:
        """Waits for a whole message; answers pings on the way."""
        message = b""
        while True:
            is_last, opcode, payload = self._read()
            if opcode == PING:
                self._write(PONG, payload)
            elif opcode == CLOSE:
                self._write(CLOSE, payload[:2])
                code = struct.unpack("!H", payload[:2])[0] if len(payload) >= 2 else 1005
                raise Closed(code, payload[2:].decode())
            elif opcode in (TEXT, CONTINUATION):
                message += payload
                if is_last:
                    return message.decode()

    def close(self) -> None:
        self._reader.close()
        self._socket.close()

    def _upgrade(self, host: str, path: str) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {host}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
        ]
        self._socket.sendall("".join(f"{line}\r\n" for line in [*lines, ""]).encode())
        status = self._reader.readline().decode().strip()
        headers = {}
        while line := self._reader.readline().decode().strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        digest = hashlib.sha1((key + ACCEPT_SUFFIX).encode()).digest()
        if headers.get("sec-websocket-accept") != base64.b64encode(digest).decode():
            raise ConnectionError(f"no WebSocket there: {status}")

    def _read(self) -> tuple[bool, int, bytes]:
        first, length = struct.unpack("!BB", self._read_exactly(2))
        if length == 126:
            (length,) = struct.unpack("!H", self._read_exactly(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", self._read_exactly(8))
        return bool(first & 0x80), first & 0x0F, self._read_exactly(length)

    def _read_exactly(self, count: int) -> bytes:
        data = self._reader.read(count)
        if len(data) < count:
            raise Closed(1006, "without a close frame")
        return data

    def _write(self, opcode: int, payload: bytes) -> None:
        length = len(payload)
        if length < 126:
            head = struct.pack("!BB", 0x80 | opcode, 0x80 | length)
        elif length < 65536:
            head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, length)
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, length)
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
        self._socket.sendall(head + mask + masked)


# Part 3: two participants


class Participant:
    """One participant's way into a room."""

    def __init__(self, url: str, room_id: str, token: str) -> None:
        self._socket = WebSocket(url)
        self.send({"type": "join", "roomId": room_id, "token": token})
        self.joined = self.expect("joined")

    def send(self, message: dict[str, Any]) -> None:
        self._socket.send(json.dumps(message))

    def expect(self, wanted: str) -> dict[str, Any]:
        """The next message of a type. Others are passed over: later versions have more of them."""
        while True:
            message = json.loads(self._socket.receive())
            if message["type"] == wanted:
                return message
            if message["type"] == "error":
                print(f"refused: {message['code']} ({message['message']})")

    def expect_close(self) -> None:
        try:
            self.expect("nothing more")
        except Closed:
            self._socket.close()


def play_lesson(url: str, secrets: str) -> None:
    room_id = f"conference-{uuid.uuid4()}"
    sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"  # a browser makes a longer one
    candidate = {"candidate": "candidate:1 1 udp 1 192.0.2.7 9 typ host", "sdpMid": "0"}

    tea = {"role": "teacher", "user_id": "2", "name": "Tea Horvat"}
    ana = {"role": "student", "user_id": "5", "name": "Ana Kovač"}

    teacher = Participant(url, room_id, mint_token(**tea, room_id=room_id, secrets=secrets))
    print(f"teacher-2 joined {room_id}")
    student = Participant(url, room_id, mint_token(**ana, room_id=room_id, secrets=secrets))
    print("student-5 joined and found", *(one["id"] for one in student.joined["participants"]))
    print("teacher-2 saw", teacher.expect("peer-joined")["peer"]["name"], "come")

    teacher.send({"type": "offer", "to": "student-5", "payload": {"type": "offer", "sdp": sdp}})
    print("student-5 got an offer from", student.expect("offer")["from"])
    student.send({"type": "answer", "to": "teacher-2", "payload": {"type": "answer", "sdp": sdp}})
    print("teacher-2 got an answer from", teacher.expect("answer")["from"])
    teacher.send({"type": "ice-candidate", "to": "student-5", "payload": candidate})
    print("student-5 got a candidate from", student.expect("ice-candidate")["from"])

    student.send({"type": "chat", "message": "Good morning"})
    for participant in (teacher, student):
        line = participant.expect("chat")
        print(f"chat: {line['name']}: {line['message']}")

    student.send({"type": "leave"})
    student.expect_close()
    print("teacher-2 saw", teacher.expect("peer-left")["peerId"], "leave")
    teacher.send({"type": "meeting-ended"})
    print("the meeting was ended by", teacher.expect("meeting-ended")["by"])
    teacher.expect_close()


def main() -> int:
    url = sys.argv[1] if len(sys.argv) > 1 else "ws://127.0.0.1:6001/ws/conference"
    secrets = os.environ.get("CONFERENCE_SIGNALING_SECRET")
    if not secrets:
        print("CONFERENCE_SIGNALING_SECRET has to be set", file=sys.stderr)
        return 1
    try:
        play_lesson(url, secrets)
    except (OSError, Closed) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
