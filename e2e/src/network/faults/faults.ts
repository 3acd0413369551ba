import { calm } from "./calm.ts";
import type { Fault } from "./fault.ts";
import { loss } from "./loss.ts";
import { newAddress } from "./new-address.ts";
import { outage, tunnel } from "./outage.ts";
import { relayKilled } from "./relay-killed.ts";
import { signalingBlocked } from "./signaling-blocked.ts";
import { uplinkOf1M, uplinkOf256k } from "./slow-uplink.ts";
import { udpBlocked } from "./udp-blocked.ts";

/** All faults that the lab knows. */
export const faults: readonly Fault[] = [
  calm,
  outage(1, 5_000),
  outage(5, 5_000),
  outage(20, 5_000),
  outage(60, 10_000),
  tunnel(20, 5_000),
  newAddress,
  udpBlocked,
  relayKilled,
  signalingBlocked,
  loss(2),
  loss(5),
  loss(10),
  loss(20),
  uplinkOf1M,
  uplinkOf256k,
];
