// SPDX-License-Identifier: Apache-2.0
import { freePool } from "../../../components/swarm/address-pool";

test.each([
  ["nothing is taken", [], "10.0.0.0/8"],
  ["the machines are elsewhere", ["172.31.16.0/20", "169.254.169.254/32", "fd00::/8", "default"], "10.0.0.0/8"],
  ["a VPC is of 10.0.0.0/16", ["10.0.1.0/24", "10.0.0.0/16"], "10.128.0.0/9"],
  ["machines are in Google's default network", ["10.128.0.1/32"], "10.0.0.0/9"],
  ["both halves are taken", ["10.0.2.0/24", "10.200.0.0/16"], "10.128.0.0/10"],
  ["a private network is the whole of it", ["10.0.0.0/8"], "10.0.0.0/8"],
])("where %s, it is the largest free part of Docker's own", (_when, routes, pool) => {
  expect(freePool(routes)).toBe(pool);
});
