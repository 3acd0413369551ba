const uri = "urn:ietf:params:rtp-hdrext:sdes:mid";
const line = new RegExp(`^a=extmap:\\d+(?:/\\w+)? ${uri}\\r?\\n`, "gm");

/**
 * A description without the name of the `m=` section in the header of each packet
 * (RFC 9143 §15): packets are then sorted by the SSRCs that the description names.
 *
 * Firefox puts sound among the pictures, and then drops the pictures, when sections are
 * added while packets with that header arrive. Others took it out for Firefox too.
 *
 * @param sdp of the other end
 */
export function withoutMidExtension(sdp: string): string {
  return sdp.replace(line, "");
}
