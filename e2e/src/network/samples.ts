import type { Page } from "playwright-core";

/** What one peer connection of a page had received at a moment, all of it summed up since its beginning. */
export interface Sample {
  /** ms since the epoch. */
  readonly at: number;
  /** How long before that the page had last been able to look, in ms: more than usual where the machine was busy. */
  readonly sinceMs: number;
  /** The certificate of the other end, which is that of one peer connection. */
  readonly fingerprint: string;
  readonly soundPackets: number;
  readonly framesDecoded: number;
  /** Packets of both sound and picture. */
  readonly packetsLost: number;
  readonly freezes: number;
  /** Samples of sound, at 48 kHz. */
  readonly played: number;
  /** Of them, those made up for want of packets while there was something to be heard. */
  readonly concealed: number;
  /** How it gets here, and by what protocol it leaves this end: `direct/udp`, `relay/tcp`. */
  readonly path: string | null;
}

/** Twice for each packet of comfort noise (RFC 7587 §3.1.3 leaves 400 ms between them). */
const everyMs = 200;

/** Begins to take samples of all the calls of a page; see `watchPeerConnections`. */
export async function startSampling(page: Page): Promise<void> {
  await page.evaluate((period) => {
    const samples: Sample[] = [];
    Object.assign(window, { callSamples: samples });
    const take = async (connection: RTCPeerConnection, since: number): Promise<void> => {
      const sdp = connection.remoteDescription?.sdp ?? "";
      const fingerprint = /^a=fingerprint:(.+)$/m.exec(sdp)?.[1]?.trim();
      if (fingerprint === undefined || connection.signalingState === "closed") return;
      const stats = await connection.getStats();
      const inbound = [...stats.values()].filter(({ type }) => type === "inbound-rtp");
      const sum = (member: string) => inbound.reduce((all, one) => all + (one[member] ?? 0), 0);
      const sound = inbound.filter(({ kind }) => kind === "audio");
      const transport = [...stats.values()].find(({ type }) => type === "transport");
      const pair = stats.get(transport?.selectedCandidatePairId ?? "");
      const [local, remote] = [pair?.localCandidateId, pair?.remoteCandidateId].map((id) =>
        stats.get(id),
      );
      const isRelayed = [local, remote].some((one) => one?.candidateType === "relay");
      const at = Date.now();
      samples.push({
        at,
        sinceMs: at - since,
        fingerprint,
        soundPackets: sound.reduce((all, one) => all + one.packetsReceived, 0),
        framesDecoded: sum("framesDecoded"),
        packetsLost: sum("packetsLost"),
        freezes: sum("freezeCount"),
        played: sum("totalSamplesReceived"),
        concealed: sum("concealedSamples") - sum("silentConcealedSamples"),
        path: local
          ? `${isRelayed ? "relay" : "direct"}/${local.relayProtocol ?? local.protocol}`
          : null,
      });
    };
    let last = Date.now();
    setInterval(() => {
      const all = Reflect.get(window, "peerConnections") as readonly RTCPeerConnection[];
      for (const connection of all) void take(connection, last);
      last = Date.now();
    }, period);
  }, everyMs);
}

/** Takes away the samples that have come together since the last time. */
export function drainSamples(page: Page): Promise<readonly Sample[]> {
  return page.evaluate(() => (Reflect.get(window, "callSamples") as Sample[]).splice(0));
}
