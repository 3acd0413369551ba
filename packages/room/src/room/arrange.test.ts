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

  test.each(["desktop", "projector"] as const)("%s: a class of 40 can read its names", (name) => {
    const [width, height] = screens[name];
    const [, ...others] = arrange(40, { width, height });
    for (const place of others) expect(place.width).toBeGreaterThan(100);
  });

  test.each([2, 3, 7, 12, 30, 40])("%i tiles: every row stands in the middle", (count) => {
    const [, ...others] = arrange(count, { width: 1424, height: 800 });
    const rows = Map.groupBy(others, ({ top }) => top);
    const middles = [...rows.values()].map((row) => {
      const last = row.at(-1);
      return ((row[0]?.left ?? 0) + (last?.left ?? 0) + (last?.width ?? 0)) / 2;
    });
    for (const middle of middles) expect(Math.abs(middle - (middles[0] ?? 0))).toBeLessThan(1);
  });

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
