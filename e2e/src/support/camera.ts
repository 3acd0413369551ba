import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a fake camera gives. */
export interface Camera {
  /** px, both of them even. */
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** Every picture is encoded and decoded on one machine: one as small as this leaves it time for the rest. */
export const smallCamera: Camera = { width: 160, height: 120, framesPerSecond: 10 };

/** @param text such as `320x240@10` */
export function parseCamera(text: string): Camera | null {
  const [width, height, framesPerSecond] = (/^(\d+)x(\d+)@(\d+)$/.exec(text) ?? [])
    .slice(1)
    .map(Number);
  if (!width || !height || !framesPerSecond || width % 2 || height % 2) return null;
  return { width, height, framesPerSecond };
}

/**
 * Writes a film of a second that a browser plays in place of a camera, again and again; gives its path.
 *
 * Its pattern moves, so that an encoder has work and a picture that stands still is seen to.
 *
 * @see yuv4mpeg(5)
 */
export function writeFilm(camera: Camera): string {
  const name = JSON.stringify(camera);
  const file = films.get(name) ?? write(camera);
  films.set(name, file);
  return file;
}

/** Those that were written, by what they are of. */
const films = new Map<string, string>();

function write({ width, height, framesPerSecond }: Camera): string {
  const file = join(mkdtempSync(join(tmpdir(), "lectern-camera-")), "film.y4m");
  const head = `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`;
  const frames = Array.from({ length: framesPerSecond }, (_, at) =>
    Buffer.concat([
      Buffer.from("FRAME\n"),
      pattern(width, height, at * 4),
      Buffer.alloc((width * height) / 2, 128),
    ]),
  );
  writeFileSync(file, Buffer.concat([Buffer.from(head), ...frames]));
  return file;
}

/** Squares of many greys, moved to the left by some px. */
function pattern(width: number, height: number, shift: number): Buffer {
  const greys = Buffer.alloc(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [column, row] = [(x + shift) >> 3, y >> 3];
      greys[y * width + x] = (column * 73 + row * 151 + column * row * 31) & 0xff;
    }
  }
  return greys;
}
