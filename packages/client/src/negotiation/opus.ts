/**
 * Has one's own Opus encoder do what a class needs: repair of lost packets from the
 * next one (FEC), next to nothing sent in silence (DTX), stereo for a screen alone.
 *
 * An encoder follows what the other end's description prefers (RFC 7587 §6.1: useinbandfec,
 * usedtx, stereo), and no member of `RTCRtpEncodingParameters` says these. So they are
 * put into the description that came, before it is set; one's own is not touched. The first
 * sound of a call is the microphone's, those after it are of screens.
 *
 * @param sdp of the other end
 */
export function withOpus(sdp: string): string {
  let sounds = 0;
  const sections = sdp.split(/^(?=m=)/m).map((section) => {
    if (!section.startsWith("m=audio")) return section;
    sounds += 1;
    return tuned(section, { useinbandfec: "1", usedtx: "1", stereo: sounds === 1 ? "0" : "1" });
  });
  return sections.join("");
}

type Parameters = Readonly<Record<string, string>>;

function tuned(section: string, wanted: Parameters): string {
  const [map, payload] = /^a=rtpmap:(\d+) opus\/48000.*$/im.exec(section) ?? [];
  if (map === undefined || payload === undefined) return section;
  const format = new RegExp(`^a=fmtp:${payload} (.*)$`, "m");
  const given = format.exec(section)?.[1];
  const line = `a=fmtp:${payload} ${write({ ...read(given ?? ""), ...wanted })}`;
  return given === undefined
    ? section.replace(map, `${map}\r\n${line}`)
    : section.replace(format, line);
}

function read(text: string): Parameters {
  const pairs = text.split(";").map((one) => one.trim().split("="));
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => (name && value ? [[name, value]] : [])),
  );
}

function write(parameters: Parameters): string {
  return Object.entries(parameters)
    .map((pair) => pair.join("="))
    .join(";");
}
