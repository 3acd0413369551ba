/**
 * What every message of the load carries inside its text: who sent it, to whom,
 * and as which one between the two.
 *
 * Of fixed width and of ice-chars alone (RFC 8839 §5.1), so that it can stand as a
 * candidate's foundation, as an ice-pwd, and in a line of chat.
 */
export interface Mark {
  /** Index of the seat that sent it. */
  readonly sender: number;
  /** Index of the seat that it is for, or {@link everyone}. */
  readonly to: number;
  /** Counts up by one from 0 between a sender and a receiver. */
  readonly number: number;
  /** When it was due, in µs of the generator's clock. */
  readonly dueUs: number;
}

/** A chat's `to`. */
export const everyone = 99_999;

export const markPrefix = "mark+";

const widths = { sender: 5, to: 5, number: 7, dueUs: 10 } as const;
export const markLength = markPrefix.length + 27;

export function writeMark({ sender, to, number, dueUs }: Mark): string {
  return [
    markPrefix,
    digits(sender, widths.sender),
    digits(to, widths.to),
    digits(number, widths.number),
    digits(dueUs, widths.dueUs),
  ].join("");
}

/** Reads the mark in the text of a frame; `null` when there is none. */
export function readMark(text: string): Mark | null {
  const start = text.indexOf(markPrefix);
  if (start < 0) return null;
  let at = start + markPrefix.length;
  const next = (width: number): number => {
    at += width;
    return readDigits(text, at - width, at);
  };
  return {
    sender: next(widths.sender),
    to: next(widths.to),
    number: next(widths.number),
    dueUs: next(widths.dueUs),
  };
}

function digits(value: number, width: number): string {
  const text = String(Math.floor(value)).padStart(width, "0");
  if (text.length > width) throw new RangeError(`Cannot write ${value} in ${width} digits`);
  return text;
}

/** Digits without a copy of them; anything else makes it not a number. */
function readDigits(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
