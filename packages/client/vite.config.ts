import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** Prints what the library weighs on the wire. */
function reportSize(): Plugin {
  return {
    name: "report-size",
    writeBundle() {
      const code = readFileSync(join(import.meta.dirname, "dist", "lectern-client.js"));
      const kilobytes = (bytes: Buffer): string => (bytes.length / 1000).toFixed(1);
      console.log(
        `client library: ${kilobytes(code)} kB, gzip ${kilobytes(gzipSync(code))} kB, brotli ${kilobytes(brotliCompressSync(code))} kB`,
      );
    },
  };
}

export default defineConfig({
  logLevel: "warn",
  build: {
    target: "es2022",
    minify: true,
    lib: { entry: "src/bundle.ts", formats: ["es"], fileName: () => "lectern-client.js" },
  },
  plugins: [reportSize()],
});
