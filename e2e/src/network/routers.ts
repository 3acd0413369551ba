import type { LocalNetwork } from "./topology.ts";

/**
 * Lets out what comes from within, and in what answers it.
 *
 * What knocks at the router itself is dropped without a trace: a flow of which
 * it kept note would take the port that the other side's knock is to go out by.
 */
const firewall = `
table ip firewall {
  chain input {
    type filter hook input priority filter; policy drop;
    ct state established,related accept
    iifname "lan" accept
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    iifname "lan" accept
  }
}`;

/**
 * Puts the router's address in the place of the sender's.
 *
 * @param flags with `random` every flow gets another port, so that nobody can be told of it in advance
 *   (RFC 4787 §4.1: address and port-dependent mapping)
 */
function nat(flags = ""): string {
  return `
table ip nat {
  chain leaving {
    type nat hook postrouting priority srcnat;
    oifname "internet" masquerade ${flags}
  }
}`;
}

/** What each network's router does with what passes it, in the words of nftables. */
export const routers: Readonly<Record<LocalNetwork, string>> = {
  school: firewall,
  home: firewall + nat(),
  mobile: firewall + nat("random,fully-random"),
};
