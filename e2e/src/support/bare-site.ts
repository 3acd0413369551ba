import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const library = join(import.meta.dirname, "../../../packages/client/dist/lectern-client.js");

/** The library in `window.lectern`, and every connection that it makes in `window.peerConnections`. */
const page = `<!doctype html>
<html lang="en">
<title>The library alone</title>
<script>
  window.peerConnections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super(configuration);
      peerConnections.push(this);
    }
  };
</script>
<script type="module">
  window.lectern = await import("/lectern-client.js");
</script>
</html>`;

export interface BareSite {
  /** Of a page with the browser library and nothing else. */
  readonly url: string;
  close(): void;
}

/** Serves the browser library on an empty page. */
export async function openBareSite(): Promise<BareSite> {
  const server = createServer(({ url }, response) => {
    const isLibrary = url === "/lectern-client.js";
    response.setHeader("content-type", isLibrary ? "text/javascript" : "text/html; charset=utf-8");
    response.end(isLibrary ? readFileSync(library) : page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
