import { expect, test } from "vitest";
import { forbiddenPeers, isForbiddenPeer, rangeOf } from "./forbidden-peers.ts";

test.each([
  ["10.0.0.0/8", "10.0.0.0", "10.255.255.255"],
  ["100.64.0.0/10", "100.64.0.0", "100.127.255.255"],
  ["168.63.129.16/32", "168.63.129.16", "168.63.129.16"],
  ["::/3", "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["3fff::/20", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"],
])("rangeOf(%s)", (network, first, last) => {
  expect(rangeOf(network)).toEqual([first, last]);
});

test("every row starts where its prefix does", () => {
  for (const { network } of forbiddenPeers) expect(network.split("/")[0]).toBe(rangeOf(network)[0]);
});

test.each([
  "1.1.1.1",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "172.32.0.0",
  "223.255.255.255",
])("isForbiddenPeer() lets %s through", (address) => {
  expect(isForbiddenPeer(address)).toBe(false);
});

test.each(["2000::", "2001:200::1", "2001:db9::", "2003::1", "2a00::1", "3ffe::1"])(
  "isForbiddenPeer() lets %s through",
  (address) => {
    expect(isForbiddenPeer(address)).toBe(false);
  },
);

test.each([
  "10.1.2.3",
  "255.255.255.255",
  "169.254.169.254",
  "::1",
  "::ffff:8.8.8.8",
  "2001::1",
  "fd00:ec2::254",
])("isForbiddenPeer() holds %s back", (address) => {
  expect(isForbiddenPeer(address)).toBe(true);
});
