import { routers } from "./routers.ts";
import { on, run } from "./shell.ts";
import {
  addressOf,
  type Host,
  hosts,
  type LocalNetwork,
  type Member,
  type NetworkName,
  networks,
  publicRange,
} from "./topology.ts";

/** The networks of the lab and what can be done to a host in them. It ends with the world that it is in. */
export class Network {
  readonly #at = new Map<Host, LocalNetwork>();

  constructor() {
    for (const name of ["internet", "school", "home", "mobile"] as const) openNetwork(name);
    for (const member of ["server", "turn"] as const) addHost(member);
    for (const member of ["desk", "server", "turn"] as const) plug(member, "internet");
    for (const name of ["school", "home", "mobile"] as const) {
      plug(name, "internet");
      run(on(name, "nft", "-f", "-"), routers[name]);
    }
    const toSchool = [publicRange, "via", addressOf("school")];
    run(["ip", "-n", "internet", "route", "add", ...toSchool]);
    for (const [host, name] of entriesOf(hosts)) {
      addHost(host);
      plug(host, name);
      this.#at.set(host, name);
    }
  }

  /** The network that a host is on at present. */
  networkOf(host: Host): LocalNetwork {
    const name = this.#at.get(host);
    if (!name) throw new RangeError(`Cannot find the host ${host}`);
    return name;
  }

  /** Pulls the plug at the other end: the host sees its carrier go. */
  cut(host: Host): void {
    run(["ip", "-n", this.networkOf(host), "link", "set", host, "down"]);
  }

  restore(host: Host): void {
    run(["ip", "-n", this.networkOf(host), "link", "set", host, "up"]);
  }

  /** Gives a host another address on another network, and then takes the first away. */
  move(host: Host, to: LocalNetwork): void {
    const from = this.networkOf(host);
    plug(host, to);
    run(["ip", "-n", host, "link", "delete", from]);
    this.#at.set(host, to);
  }

  /** Applies a rule of nftables to each packet from and to a host, outside of it. */
  filter(host: Host, rule: string): void {
    const name = this.networkOf(host);
    run(on(name, "nft", "-f", "-"), filterTable(host, rule));
    run(on(host, "nft", "-f", "-"), filterTable(name, rule));
  }

  unfilter(host: Host): void {
    for (const one of [this.networkOf(host), host]) {
      run(on(one, "nft", "delete", "table", "netdev", "fault"));
    }
  }

  /** Limits what a host can send, with a queue of 300 ms as in a cheap router. */
  limitUplink(host: Host, rate: string): void {
    const bucket = ["tbf", "rate", rate, "burst", "5kb", "latency", "300ms"];
    run(["tc", "-n", host, "qdisc", "add", "dev", this.networkOf(host), "root", ...bucket]);
  }

  unlimitUplink(host: Host): void {
    run(["tc", "-n", host, "qdisc", "delete", "dev", this.networkOf(host), "root"]);
  }
}

/** What arrives through a device is filtered, so that to the sender it looks sent. */
function filterTable(device: string, rule: string): string {
  return `
table netdev fault {
  chain arriving {
    type filter hook ingress device "${device}" priority 0;
    ${rule}
  }
}`;
}

function openNetwork(name: NetworkName): void {
  addHost(name);
  run(["ip", "-n", name, "link", "add", "lan", "type", "bridge"]);
  run(["ip", "-n", name, "address", "add", `${networks[name].router}/24`, "dev", "lan"]);
  run(["ip", "-n", name, "link", "set", "lan", "up"]);
  run(on(name, "sysctl", "-qw", "net.ipv4.ip_forward=1"));
}

function addHost(name: string): void {
  run(["ip", "netns", "add", name]);
  run(["ip", "-n", name, "link", "set", "lo", "up"]);
}

/** Connects a member with a network: at either end the device is named after the other. */
function plug(member: Member, name: NetworkName): void {
  const address = addressOf(member, name);
  const device = ["address", hardwareAddressOf(address), "type", "veth"];
  const peer = ["peer", "name", member, "netns", name];
  run(["ip", "link", "add", name, "netns", member, ...device, ...peer]);
  run(["ip", "-n", name, "link", "set", member, "master", "lan", "up"]);
  run(["ip", "-n", member, "address", "add", `${address}/24`, "dev", name]);
  run(["ip", "-n", member, "link", "set", name, "up"]);
  run(["ip", "-n", member, "route", "replace", "default", "via", networks[name].router]);
}

/**
 * Who comes back to a network has the same hardware as before: its router remembers whose address is
 * whose for half a minute (RFC 1122 §2.3.2.1), and would send to what is there no more.
 */
function hardwareAddressOf(address: string): string {
  const bytes = address.split(".").map((byte) => Number(byte).toString(16).padStart(2, "0"));
  // The second lowest bit of the first byte: given by ourselves (IEEE 802).
  return ["02", "00", ...bytes].join(":");
}

function entriesOf<Key extends string, Value>(
  record: Readonly<Record<Key, Value>>,
): readonly (readonly [Key, Value])[] {
  return Object.entries(record) as [Key, Value][];
}
