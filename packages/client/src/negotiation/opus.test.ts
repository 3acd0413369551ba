import { expect, test } from "vitest";
import { withOpus } from "./opus.ts";

const session = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n";
const voice = "stereo=0";
const screen = "stereo=1";

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    "adds to what Chromium says, and keeps that",
    [audio("a=fmtp:111 minptime=10;useinbandfec=1")],
    [audio(`a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1;${voice}`)],
  ],
  [
    "has no stereo of a microphone, as Firefox prefers it",
    [audio("a=fmtp:111 maxplaybackrate=48000;stereo=1;useinbandfec=1")],
    [audio(`a=fmtp:111 maxplaybackrate=48000;${voice};useinbandfec=1;usedtx=1`)],
  ],
  [
    "says it where nothing was said",
    [audio()],
    [audio(`a=fmtp:111 useinbandfec=1;usedtx=1;${voice}`)],
  ],
  [
    "has stereo of the second sound, and leaves pictures alone",
    [audio(), "m=video 9 X 96\r\na=fmtp:96 x=1\r\n", audio()],
    [
      audio(`a=fmtp:111 useinbandfec=1;usedtx=1;${voice}`),
      "m=video 9 X 96\r\na=fmtp:96 x=1\r\n",
      audio(`a=fmtp:111 useinbandfec=1;usedtx=1;${screen}`),
    ],
  ],
  [
    "leaves a sound without Opus alone",
    ["m=audio 9 X 0\r\na=rtpmap:0 PCMU/8000\r\n"],
    ["m=audio 9 X 0\r\na=rtpmap:0 PCMU/8000\r\n"],
  ],
])("withOpus() %s", (_, media, expected) => {
  expect(withOpus(session + media.join(""))).toBe(session + expected.join(""));
});

function audio(format?: string): string {
  const lines = ["m=audio 9 X 111 0", "a=rtpmap:111 opus/48000/2", format, "a=rtpmap:0 PCMU/8000"];
  return lines.flatMap((line) => (line === undefined ? [] : [`${line}\r\n`])).join("");
}
