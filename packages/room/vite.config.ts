import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const out = join(import.meta.dirname, "dist");

/** Writes each asset compressed beside itself, and prints what the room page loads. */
function compressAssets(): Plugin {
  return {
    name: "compress-assets",
    closeBundle() {
      const folder = join(out, "assets");
      for (const file of readdirSync(folder).filter((name) => /\.(?:js|css|svg)$/.test(name))) {
        const content = readFileSync(join(folder, file));
        writeFileSync(join(folder, `${file}.br`), brotliCompressSync(content));
        writeFileSync(join(folder, `${file}.gz`), gzipSync(content));
      }
      const html = readFileSync(join(out, "room.html"), "utf8");
      const loaded = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map(
        ([, name]) => name ?? "",
      );
      const weigh = (ending: string): string =>
        (
          loaded.reduce((sum, name) => sum + readFileSync(join(folder, name + ending)).length, 0) /
          1000
        ).toFixed(1);
      console.log(
        `room page, JavaScript and CSS: gzip ${weigh(".gz")} kB, brotli ${weigh(".br")} kB (${loaded.length} files)`,
      );
    },
  };
}

export default defineConfig({
  logLevel: "warn",
  build: {
    target: "es2022",
    outDir: out,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ["index.html", "room.html"].map((page) => join(import.meta.dirname, page)),
    },
  },
  plugins: [compressAssets()],
});
