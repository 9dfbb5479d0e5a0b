// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import { word } from "../../cloud-init/shell";
import type { Connection } from "../ssh/connection";
import { defaultLimits, defaultOptions, type NodeOrder, type Role, type SwarmOrder } from "./order";
import type { DockerSwarmArgs, SwarmNodeArgs } from "./swarm-args";

type Plain = pulumi.Unwrap<DockerSwarmArgs>;

/** In which stack the swarm is, and what its command is called there. */
interface Place {
  stack: string;
  urn: string;
}

/** What the command of a swarm is told. Arguments that are absent are as their defaults say. */
export function swarmOrder(swarm: string, args: Plain, place: Place): SwarmOrder {
  const { managers, workers = [], limits } = args;
  const nodes = [
    ...managers.map((node) => nodeOrder(node, "manager")),
    ...workers.map((node) => nodeOrder(node, "worker")),
  ];
  return {
    ...{ swarm, ...place },
    nodes,
    options: {
      addressPool: args.addressPool ?? defaultOptions.addressPool,
      subnetSize: args.subnetSize ?? defaultOptions.subnetSize,
      dataPathPort: args.dataPathPort ?? defaultOptions.dataPathPort,
      mtu: args.mtu ?? defaultOptions.mtu,
      autolock: args.autolock ?? defaultOptions.autolock,
    },
    limits: { ...defaultLimits, ...limits },
    ...(args.triggers && { triggers: args.triggers }),
  };
}

function nodeOrder(node: pulumi.Unwrap<SwarmNodeArgs>, role: Role): NodeOrder {
  // Mocks, with which programs are tested, may know of none.
  const connection = (node.connection as Connection | undefined) ?? { host: "" };
  return {
    ...{ name: node.name, role, connection, privateAddress: node.privateAddress },
    machineId: node.machineId ?? `${connection.host}:${connection.port ?? 22}`,
    labels: node.labels ?? {},
    availability: node.availability ?? "active",
    look: node.look ?? login(connection),
  };
}

/** The way of a person to a machine that nothing leads to but its address. */
function login({ host, port = 22, user = "root", proxy, proxyCommand }: Connection): string[] {
  return proxy || proxyCommand ? [] : [`ssh -p ${port} ${word(`${user}@${host}`)}`];
}
