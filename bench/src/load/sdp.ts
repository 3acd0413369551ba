/** Codecs that browsers put into an offer of a camera, with the payload types around them. */
const videoCodecs = ["VP8", "VP9", "H264", "AV1"] as const;
const feedback = ["goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"] as const;
const extensions = [
  "urn:ietf:params:rtp-hdrext:sdes:mid",
  "urn:ietf:params:rtp-hdrext:toffset",
  "urn:3gpp:video-orientation",
  "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
  "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
] as const;

/** The length that descriptions of a camera and a microphone have in Chromium, about. */
const wantedBytes = 6 * 1024;

/** An SDP of about 6 KiB for sound and picture, with `password` as its ice-pwd. */
export function makeSdp(password: string): string {
  const lines = [
    "v=0",
    "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    "a=group:BUNDLE 0 1",
    ...transport("audio 9 UDP/TLS/RTP/SAVPF 111", 0, password),
    "a=rtpmap:111 opus/48000/2",
    "a=fmtp:111 minptime=10;useinbandfec=1",
    ...transport("video 9 UDP/TLS/RTP/SAVPF 96 97 98 99", 1, password),
    ...videoCodecs.flatMap((codec, at) => codecLines(codec, 96 + 2 * at)),
  ];
  for (let at = 0; lengthOf(lines) < wantedBytes; at += 1) {
    lines.push(`a=ssrc:${1_000_000_000 + at} cname:x3Yp8Rk1Vn5sQz7B`);
  }
  return `${lines.join("\r\n")}\r\n`;
}

function transport(media: string, mid: number, password: string): readonly string[] {
  const fingerprint = Array.from({ length: 32 }, (_, at) =>
    ((at * 37 + 11) & 0xff).toString(16).padStart(2, "0").toUpperCase(),
  ).join(":");
  return [
    `m=${media}`,
    "c=IN IP4 0.0.0.0",
    `a=mid:${mid}`,
    "a=ice-ufrag:Zk3v",
    `a=ice-pwd:${password}`,
    "a=ice-options:trickle",
    `a=fingerprint:sha-256 ${fingerprint}`,
    "a=setup:actpass",
    "a=rtcp-mux",
    "a=sendrecv",
    ...extensions.map((uri, at) => `a=extmap:${at + 1} ${uri}`),
  ];
}

function codecLines(codec: string, type: number): readonly string[] {
  return [
    `a=rtpmap:${type} ${codec}/90000`,
    ...feedback.map((kind) => `a=rtcp-fb:${type} ${kind}`),
    `a=rtpmap:${type + 1} rtx/90000`,
    `a=fmtp:${type + 1} apt=${type}`,
  ];
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 2, 0);
}
