/**
 * Random bits in hex.
 *
 * `crypto.randomUUID` would do, but a page that is not secure has none, and such
 * a page may still watch and write.
 */
export function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
