/** The address at which this machine reaches what listens on `bindHost`, which may mean all of them. */
export function reachableHost(bindHost: string): string {
  if (bindHost === "0.0.0.0") return "127.0.0.1";
  return bindHost === "::" ? "::1" : bindHost;
}
