/** A picture as a camera gives it or an encoder takes it. Sizes are in px. */
export interface PictureFormat {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** Bits for each pixel, of a picture in which little moves. The rule of thumb is Kush Amerasinghe's, for H.264. */
const bitsPerPixel = 0.07;

/** What the small pictures of a large class are brought down to. */
export const thumbnail = { height: 180, framesPerSecond: 10 } as const;

/** Less than a thumbnail needs makes no picture; browsers encode none below 30 kbit/s. */
export const thumbnailBps = Math.round(gauge({ ...thumbnail, width: (thumbnail.height * 16) / 9 }));

/** How much a picture of a person needs to be a good one, in bit/s. */
export function gauge({ width, height, framesPerSecond }: PictureFormat): number {
  return width * height * framesPerSecond * bitsPerPixel;
}
