// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { error, shown, warning } from "../../cloud-init/validate/problem";
import { cloudLogs } from "../arguments/cloud-logs";
import { openCode } from "../arguments/networks";
import type { GcpDockerHostArgs } from "./args";
import { isDefaultNetwork } from "./default-network";
import { gcpDefaults, needsFirewall } from "./defaults";
import { smallMemory } from "./machine-type";
import type { GcpDockerTemplateArgs } from "./template-args";

/** What is wrong with arguments that are each right, but not together; as far as they are plain. */
export function* together(name: string, args: GcpDockerHostArgs): Generator<Problem> {
  const { connectVia, iapTunnelPort, proxy, networkTags, network, subnetwork } = args;
  yield* goodName(name);
  if (!needsFirewall(args) && proxy === undefined && networkTags === undefined) {
    yield error(
      "sshSourceRanges",
      `is missing: name who may reach SSH, for example ["203.0.113.7/32"], or give connectVia, iapTunnelPort, proxy or networkTags`,
      "/missing",
    );
  }
  yield* openNetwork(args);
  if (iapTunnelPort !== undefined && proxy !== undefined) {
    yield error("iapTunnelPort", "is another way to the machine than proxy; remove one of the two");
  }
  for (const [other, given] of Object.entries({ iapTunnelPort, proxy })) {
    if (connectVia === "iap" && given !== undefined)
      yield error("connectVia", `is another way to the machine than ${other}; remove one of the two`);
  }
  if (needsFirewall(args) && subnetwork !== undefined && network === undefined) {
    yield error(
      "network",
      "is missing: the firewall rule belongs to it; name the network of the subnetwork",
      "/missing",
    );
  }
  yield* machine(args);
  if (args.deletionProtection === true && args.ttlMinutes !== undefined) {
    yield error(
      "deletionProtection",
      "keeps Google from deleting the machine when ttlMinutes are over; remove one of the two",
    );
  }
}

/** The same for a template. */
export function* togetherInTemplate(name: string, args: GcpDockerTemplateArgs): Generator<Problem> {
  yield* goodName(name);
  yield* machine(args);
}

/** A name that Google takes as a part of its own. */
export function* goodName(name: string): Generator<Problem> {
  if (typeof (name as unknown) !== "string" || !/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name) || name.length > 40) {
    yield error(
      "name",
      `${shown(name)} is part of names at Google: use at most 40 lower-case letters, digits and "-", beginning with a letter`,
      "name",
    );
  }
}

type OfMachine = Pick<
  GcpDockerHostArgs,
  "docker" | "image" | "machineType" | "rotateImage" | "serviceAccount" | "swapMiB"
>;

function* machine({ machineType, ...args }: OfMachine): Generator<Problem> {
  const isFamily = typeof args.image === "string" && args.image.includes("/family/");
  if (args.image !== undefined && args.rotateImage !== undefined && !isFamily) {
    yield error(
      "rotateImage",
      "chooses the newest image anew, and image names one; remove one of the two, or name a family as projects/P/global/images/family/F",
    );
  }
  const memory = typeof machineType === "string" ? smallMemory(machineType) : undefined;
  if (memory !== undefined && args.swapMiB === undefined) {
    yield warning(
      "machineType",
      `${shown(machineType)} has ${memory} MiB of memory, which is little: dnf alone takes about 1024; use "e2-medium" or more, or set swapMiB`,
    );
  }
  yield* cloudLogs(args.docker, {
    driver: "gcplogs",
    argument: "serviceAccount",
    isSet: args.serviceAccount !== undefined,
    what: "give one with the role Logs Writer",
  });
}

/** Where we make no rule, Google's own on that network counts. */
function* openNetwork(args: GcpDockerHostArgs): Generator<Problem> {
  const { subnetwork, proxy, networkTags, publicAddress } = args;
  // A subnetwork alone may be one of any network.
  const { network = subnetwork === undefined ? gcpDefaults.network : undefined } = args;
  if (!isDefaultNetwork(network) || publicAddress === "none") return;
  if (needsFirewall(args) || (proxy ?? networkTags) === undefined) return;
  yield warning(
    "sshSourceRanges",
    `is missing, so Google's rule default-allow-ssh of the network "default" lets everybody reach SSH: name who may, for example ["203.0.113.7/32"], which keeps out all others but those of your own rules; or use another network`,
    openCode,
  );
}
