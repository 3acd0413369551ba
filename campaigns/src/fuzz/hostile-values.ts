import type { Random } from "../support/random.ts";

/** Texts on which parsers, formatters, databases and logs have been seen to trip. */
const strings = [
  "",
  " ",
  "\u0000",
  "\u0007\u001b[31m",
  "\ud800",
  "\udc00\ud800",
  "\u202ereversed",
  "\u2028\u2029",
  "\ufeff",
  "\uffff",
  "e\u0301",
  "\u{10ffff}",
  "null",
  "undefined",
  "NaN",
  "true",
  "-1",
  "0x10",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "../../etc/passwd",
  "%00",
  "%s%n",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "' OR 1=1 --",
  '"}',
  "\r\nSet-Cookie: a=b",
  "\\u0000",
];

const ids = [
  "teacher-1",
  "student-2",
  "student-",
  "student-é",
  "student-a b",
  "student-1\n",
  "Student-1",
  "teacher-2 ",
  "admin-1",
  "teacher",
  "-1",
  "student-__proto__",
  "student-constructor",
  `student-${"a".repeat(64)}`,
  `student-${"a".repeat(65)}`,
  "conference-1",
  "conference-",
  "conference-../1",
  `conference-${"_".repeat(64)}`,
  `conference-${"_".repeat(65)}`,
];

const numbers = [
  0,
  -0,
  1,
  -1,
  0.5,
  65_535,
  65_536,
  2 ** 31,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 63),
  1e300,
  5e-324,
  Number.MAX_VALUE,
];

/** Any JSON value, of a kind that the reader of a member is likely not to expect. */
export function hostileValue(random: Random, depth = 3): unknown {
  switch (random.below(depth > 0 ? 10 : 7)) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return random.pick(numbers);
    case 3:
      return hostileId(random);
    case 4:
    case 5:
      return hostileString(random);
    case 6:
      return random.pick(sizes) === 0 ? [] : {};
    case 7:
      return Array.from({ length: random.below(4) }, () => hostileValue(random, depth - 1));
    case 8:
      return nested(random.pick([1, 15, 16, 17, 100, 2_000]), random.chance(0.5));
    default:
      return hostileObject(random, depth - 1);
  }
}

export function hostileString(random: Random): string {
  if (random.chance(0.7)) return random.pick(strings);
  const unit = random.pick(["a", "€", "\u{1f600}", "\ud800", "\r\n", '"', "\\"]);
  return unit.repeat(random.pick(sizes));
}

export function hostileId(random: Random): string {
  return random.pick(ids);
}

/** Lengths around the contract's limits. */
const sizes = [0, 1, 63, 64, 65, 80, 81, 128, 256, 257, 2_000, 2_001, 2_048, 2_049, 4_096, 4_097];

/** Members that reach for a prototype among them; each is an own one. */
function hostileObject(random: Random, depth: number): object {
  const name = random.pick(["__proto__", "constructor", "prototype", "toJSON", "then", "length"]);
  return { [name]: hostileValue(random, depth), [random.pick(strings)]: random.pick(numbers) };
}

function nested(depth: number, isList: boolean): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = isList ? [value] : { a: value };
  return value;
}
