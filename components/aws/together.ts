// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { at, error, shown, warning } from "../../cloud-init/validate/problem";
import { isLate } from "../arguments/output";
import { cloudLogs } from "../arguments/cloud-logs";
import { sameNetworks } from "../arguments/networks";
import type { AwsDockerHostArgs, FirewallRuleArgs } from "./args";
import { isByCommand, isPrivate } from "./defaults";
import { isReadable, written } from "./firewall-rule";
import { smallMemory } from "./machine-type";
import type { AwsDockerTemplateArgs } from "./template-args";

/** What is wrong with arguments that are each right, but not together; as far as they are plain. */
export function* together(args: AwsDockerHostArgs): Generator<Problem> {
  yield* twice("ingress", args);
  yield* twice("egress", args);
  yield* reach(args);
  yield* sameGroups(args);
  yield* image(args);
  yield* lifetime(args);
  yield* logs(args);
}

/** The same for a template. */
export function* togetherInTemplate(args: AwsDockerTemplateArgs): Generator<Problem> {
  yield* image(args);
  yield* logs(args);
}

function* logs({ docker, iamInstanceProfile }: Pick<AwsDockerHostArgs, "docker" | "iamInstanceProfile">) {
  yield* cloudLogs(docker, {
    driver: "awslogs",
    argument: "iamInstanceProfile",
    isSet: iamInstanceProfile !== undefined,
    what: "name a profile whose role may write to CloudWatch Logs",
  });
}

/** AWS refuses the same rule twice. */
function* twice(direction: "ingress" | "egress", args: AwsDockerHostArgs): Generator<Problem> {
  const seen = new Map<string, Set<string>>();
  const look = (rule: FirewallRuleArgs, path: string) => {
    if (!isReadable(rule)) return [];
    const like = seen.get(written(rule)) ?? new Set<string>();
    seen.set(written(rule), like);
    return sameNetworks(rule.cidrs, path, like);
  };
  if (direction === "ingress") yield* look({ port: 22, cidrs: args.sshIngressCidrs ?? [] }, "sshIngressCidrs");
  for (const [i, rule] of (args[direction] ?? []).entries()) yield* look(rule, `${at(direction, i)}.cidrs`);
}

/** AWS takes each group once. Those that are known late are passed over. */
function* sameGroups({ securityGroupIds, additionalSecurityGroupIds }: AwsDockerHostArgs): Generator<Problem> {
  const plainOf = (given: unknown) => (Array.isArray(given) ? given.map((id: unknown) => (isLate(id) ? {} : id)) : []);
  const [own, more] = [plainOf(securityGroupIds), plainOf(additionalSecurityGroupIds)];
  for (const [i, id] of more.entries()) {
    if (own.includes(id) || more.indexOf(id) < i)
      yield error(at("additionalSecurityGroupIds", i), `${shown(id)} is here twice; keep one of them`);
  }
}

/** How anybody gets to the machine. */
function* reach(args: AwsDockerHostArgs): Generator<Problem> {
  const { sshIngressCidrs, securityGroupIds, subnetId, publicAddress, proxy, connectBy } = args;
  yield* byCommand(args);
  if (securityGroupIds === undefined && sshIngressCidrs === undefined && !isPrivate(args)) {
    yield error(
      "sshIngressCidrs",
      `is missing: name the networks that may reach SSH, for example ["203.0.113.7/32"] for one address, or give securityGroupIds, connectVia or a proxy`,
      "/missing",
    );
  }
  if (securityGroupIds !== undefined) {
    for (const name of ["sshIngressCidrs", "ingress", "egress"] as const) {
      if (args[name] !== undefined)
        yield error(
          name,
          "is for the security group that is made, and securityGroupIds takes its place; remove one of the two",
        );
    }
  }
  if (publicAddress === "none" && subnetId === undefined) {
    yield error(
      "subnetId",
      `is missing: with publicAddress "none" it must be a subnet that reaches package sites by NAT or a proxy`,
      "/missing",
    );
  }
  if (publicAddress === "none" && !isPrivate(args)) {
    yield error(
      "publicAddress",
      `"none" leaves no way in for the health check; give connectVia or a proxy, or set connectBy to "privateAddress" where the program runs inside the VPC`,
    );
  }
  if (proxy !== undefined && connectBy === "publicAddress") {
    yield error("connectBy", `"publicAddress" is not reached through a proxy; remove one of the two`);
  }
}

/** Where a command line of AWS leads to the machine. */
function* byCommand(args: AwsDockerHostArgs): Generator<Problem> {
  const { connectVia, connectBy, proxy, sshIngressCidrs, iamInstanceProfile } = args;
  if (!isByCommand(args)) return;
  for (const [name, given] of Object.entries({ proxy, connectBy })) {
    if (given !== undefined)
      yield error("connectVia", `is another way to the machine than ${name}; remove one of the two`);
  }
  if (connectVia !== "ssm") return;
  if (sshIngressCidrs !== undefined) {
    yield error(
      "sshIngressCidrs",
      `opens port 22, of which connectVia "ssm" needs nothing; remove it, or use ingress for a port 22 that others need`,
    );
  }
  if (iamInstanceProfile === undefined) {
    yield warning(
      "iamInstanceProfile",
      `is missing: connectVia "ssm" needs the name of an instance profile whose role has the policy AmazonSSMManagedInstanceCore, ` +
        "unless Default Host Management is on in the account and region",
      "/missing",
    );
  }
}

type Imaged = Pick<AwsDockerHostArgs, "amiId" | "rotateImage" | "instanceType" | "swapMiB">;

function* image({ amiId, rotateImage, instanceType, swapMiB }: Imaged): Generator<Problem> {
  if (amiId !== undefined && rotateImage !== undefined) {
    yield error("rotateImage", "chooses the newest image anew, and amiId names one; remove one of the two");
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
    yield error("disableApiTermination", "AWS protects no spot instance from termination; remove one of the two");
  }
  if (args.ttlMinutes !== undefined && args.disableApiTermination) {
    yield warning("disableApiTermination", "does not hold back ttlMinutes: the machine ends itself all the same");
  }
  if (!args.dataVolume) return;
  if (args.subnetId === undefined) {
    yield error(
      "subnetId",
      "is missing: a data volume stays in one availability zone, and so must the machine",
      "/missing",
    );
  }
  if (args.spot) {
    yield error("dataVolume", "cannot be taken from a spot instance, which AWS does not stop; remove one of the two");
  }
}
