// SPDX-License-Identifier: Apache-2.0
// The arguments of what opens a network for the members of a swarm, where two clouds share them.
import { plain } from "../../cloud-init/shape";
import { error, shown } from "../../cloud-init/validate/problem";
import { flag, nothing, value } from "../arguments/row";

/** What `docker swarm init --data-path-port` takes. */
const [least, most] = [1024, 49_151];

const dataPathPort = value(function* (given, path) {
  if (given === 7946) yield error(path, "7946 is what members gossip at; use another, such as 4789");
  else if (!Number.isInteger(given) || (given as number) < least || (given as number) > most)
    yield error(path, `${shown(given)} is not a port from ${least} to ${most}`);
});

export const swarmNetworkRows = {
  encryptedOverlays: nothing(plain(flag)),
  dataPathPort: nothing(dataPathPort),
};

/** Whose arguments they are, as errors say it. */
export const whose = "the swarm network's arguments";
