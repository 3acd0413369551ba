/** The path of a guest link: its secret in the fragment, which no server and no log sees. */
export function guestPath(secret: string): string {
  return `/guest#${secret}`;
}
