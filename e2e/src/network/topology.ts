/**
 * The networks of the lab, each a namespace with a switch named `lan`, and who is on it at which address.
 *
 * ```
 * server ─┐                ┌─ school ─┬─ teacher   a firewall that lets nothing in unasked
 * turn ───┼─── internet ───┤          └─ chen
 * desk ───┘                ├─ home ───── ana       a NAT that keeps ports (RFC 4787 §4.1)
 *                          └─ mobile ─── ben       a NAT with another port for each destination
 * ```
 *
 * Ana can move to `mobile`. Nothing but a relay leads to who is on `mobile`.
 *
 * Those of the internet and of the school are public ones, since a relay sends to no others. Whose they are
 * in the world is of no account here: nothing leaves the lab.
 */
export const networks = {
  internet: {
    router: "11.0.0.1",
    members: {
      desk: "11.0.0.2",
      server: "11.0.0.10",
      turn: "11.0.0.20",
      school: "11.0.0.40",
      home: "11.0.0.50",
      mobile: "11.0.0.60",
    },
  },
  school: { router: "11.0.7.1", members: { teacher: "11.0.7.11", chen: "11.0.7.12" } },
  home: { router: "192.168.1.1", members: { ana: "192.168.1.11" } },
  mobile: { router: "100.64.0.1", members: { ana: "100.64.0.11", ben: "100.64.0.12" } },
} as const;

/** The school's addresses are known in the internet. */
export const publicRange = "11.0.7.0/24";

export type NetworkName = keyof typeof networks;

/** Those that people are on. */
export type LocalNetwork = Exclude<NetworkName, "internet">;

/** Where browsers are. */
export type Host = "teacher" | "ana" | "ben" | "chen";

/** Each browser's host and the network it is on in the beginning. */
export const hosts: Readonly<Record<Host, LocalNetwork>> = {
  teacher: "school",
  ana: "home",
  ben: "mobile",
  chen: "school",
};

type Networks = typeof networks;

/** Whoever has an address on some network. */
export type Member = { [Name in NetworkName]: keyof Networks[Name]["members"] }[NetworkName];

/** @throws {RangeError} if the member is never on that network */
export function addressOf(member: Member, network: NetworkName = "internet"): string {
  const members: Readonly<Partial<Record<Member, string>>> = networks[network].members;
  const address = members[member];
  if (!address) throw new RangeError(`Cannot find ${member} on the network ${network}`);
  return address;
}
