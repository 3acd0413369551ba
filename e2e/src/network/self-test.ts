import type { Bite, Fault, Stage } from "./faults/fault.ts";
import { reaches } from "./probes.ts";
import { mappedAddress } from "./relay.ts";
import { addressOf, type Host, hosts } from "./topology.ts";

const people = Object.keys(hosts) as readonly Host[];

/** What of the network is not as the plan has it, one sentence each. */
export function findPlanFaults(): readonly string[] {
  return [
    ...people.flatMap((host) => wayFault(host, addressOf("server"), true)),
    ...people.flatMap((host) => wayFault("server", insideAddressOf(host), false)),
    ...wayFault("teacher", insideAddressOf("chen"), true),
    ...wayFault("ana", insideAddressOf("teacher"), false),
    ...wayFault("ana", insideAddressOf("ben"), false),
    ...mappingFault("teacher", insideAddressOf("teacher")),
    ...mappingFault("ana", addressOf("home")),
    ...mappingFault("ben", addressOf("mobile")),
  ];
}

/** Breaks the network in a fault's way, looks whether it is broken, and puts it right again. */
export async function tryOut(fault: Fault, stage: Stage): Promise<Bite> {
  await fault.begin(stage);
  const bite = await fault.bite(stage);
  await fault.end(stage);
  return bite;
}

function insideAddressOf(host: Host): string {
  return addressOf(host, hosts[host]);
}

function wayFault(from: string, to: string, isOpen: boolean): readonly string[] {
  if (reaches(from, to) === isOpen) return [];
  return [`${from} ${isOpen ? "does not reach" : "reaches"} ${to}`];
}

function mappingFault(host: Host, expected: string): readonly string[] {
  const seen = mappedAddress(host)?.split(":")[0];
  return seen === expected ? [] : [`${host} is seen as ${seen}, not as ${expected}`];
}
