import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrange } from "./arrange.ts";

const screens = {
  phone: [374, 620],
  tablet: [752, 880],
  desktop: [1424, 800],
  projector: [1904, 980],
} as const;

describe("arrange()", () => {
  for (const [name, [width, height]] of Object.entries(screens)) {
    test.each([1, 2, 3, 4, 7, 12, 30, 40])(
      `${name}: %i tiles are inside, apart, the first the largest`,
      (count) => {
        const places = arrange(count, { width, height });
        expect(places).toHaveLength(count);
        for (const place of places) {
          expect(place.left + place.width).toBeLessThanOrEqual(width);
          expect(place.top + place.height).toBeLessThanOrEqual(height);
          expect(Math.min(place.width, place.height)).toBeGreaterThan(20);
        }
        const [first, second] = places.map((place) =>
          Math.min(place.width, (place.height * 4) / 3),
        );
        if (count > 1) expect(first).toBeGreaterThanOrEqual(second ?? 0);
      },
    );
  }

  test("no two tiles overlap, whatever the area", () => {
    const side = fc.integer({ min: 320, max: 4000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), side, side, (count, width, height) => {
        const places = arrange(count, { width, height });
        for (const [at, a] of places.entries()) {
          for (const b of places.slice(at + 1)) {
            const isApart =
              a.left + a.width <= b.left ||
              b.left + b.width <= a.left ||
              a.top + a.height <= b.top ||
              b.top + b.height <= a.top;
            expect(isApart).toBe(true);
          }
        }
      }),
    );
  });
});
