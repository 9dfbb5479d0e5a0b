// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { unknownNames } from "../../cloud-init/validate/names";
import { error, shown, warning } from "../../cloud-init/validate/problem";
import { proxyProblems } from "../ssh-endpoint";
import { names } from "./argument-names";
import { isPrivate } from "./defaults";
import type { AwsDockerHostArgs } from "./args";
import { smallMemory } from "./image";
import { firewall } from "./validate/rules";
import { shape, single } from "./validate/shape";

/** What is wrong with EC2's own arguments, as far as they are plain values. */
export function problems(args: AwsDockerHostArgs): Problem[] {
  const misnamed = [...unknownNames(args, names), ...proxyProblems(args.proxy, "proxy")];
  const unreadable = [...shape(args)];
  if (unreadable.length > 0) return [...misnamed, ...unreadable];
  return [...misnamed, ...single(args), ...firewall(args), ...reach(args), ...image(args), ...lifetime(args)];
}

/** How anybody gets to the machine. */
function* reach(args: AwsDockerHostArgs): Generator<Problem> {
  const { sshIngressCidrs, securityGroupIds, subnetId, publicAddress, proxy, connectBy } = args;
  if (securityGroupIds === undefined && sshIngressCidrs === undefined && !isPrivate(args)) {
    yield error(
      "sshIngressCidrs",
      `is missing: name the networks that may reach SSH, for example ["203.0.113.7/32"] for one address, or give securityGroupIds or a proxy`,
    );
  }
  if (securityGroupIds !== undefined) {
    for (const name of ["sshIngressCidrs", "ingress", "egress"] as const) {
      if (args[name] !== undefined)
        yield error(
          name,
          "is for the security group that is made, and securityGroupIds takes its place; remove one of both",
        );
    }
  }
  if (publicAddress === "none" && subnetId === undefined) {
    yield error(
      "subnetId",
      `is missing: with publicAddress "none" it must be a subnet that reaches package sites by NAT or a proxy`,
    );
  }
  if (publicAddress === "none" && !isPrivate(args)) {
    yield error(
      "publicAddress",
      `"none" leaves no way in for the health check; give a proxy, or set connectBy to "privateAddress" where the program runs inside the VPC`,
    );
  }
  if (proxy !== undefined && connectBy === "publicAddress") {
    yield error("connectBy", `"publicAddress" is not reached through a proxy; remove one of both`);
  }
}

function* image({ amiId, rotateImage, instanceType, swapMiB }: AwsDockerHostArgs): Generator<Problem> {
  if (amiId !== undefined && rotateImage !== undefined) {
    yield error("rotateImage", "chooses the newest image anew, and amiId names one; remove one of both");
  }
  const memory = typeof instanceType === "string" ? smallMemory(instanceType) : undefined;
  if (memory !== undefined && swapMiB === undefined) {
    yield warning(
      "instanceType",
      `${shown(instanceType)} has ${memory} MiB of memory, which is little: dnf alone takes about 1024; use "t3.small" or more, or set swapMiB`,
    );
  }
}

/** What must not end, and what must. */
function* lifetime(args: AwsDockerHostArgs): Generator<Problem> {
  if (args.spot && args.disableApiTermination) {
    yield error("disableApiTermination", "AWS protects no spot instance from termination; remove one of both");
  }
  if (args.ttlMinutes !== undefined && args.disableApiTermination) {
    yield warning("disableApiTermination", "does not hold back ttlMinutes: the machine ends itself all the same");
  }
  if (!args.dataVolume) return;
  if (args.subnetId === undefined) {
    yield error("subnetId", "is missing: a data volume stays in one availability zone, and so must the machine");
  }
  if (args.spot) {
    yield error(
      "dataVolume",
      "a spot instance cannot be stopped, and so its data volume not be taken from it; remove one of both",
    );
  }
}
