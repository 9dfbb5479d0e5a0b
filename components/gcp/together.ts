// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { unknownNames } from "../../cloud-init/validate/names";
import { error, shown, warning } from "../../cloud-init/validate/problem";
import { isMap } from "../../cloud-init/validate/shape";
import { checkedLater, isPlain, unknownMembers } from "../arguments";
import { proxyProblems } from "../ssh-endpoint";
import { dataDiskNames, names, serviceAccountNames } from "./argument-names";
import type { GcpDockerHostArgs } from "./args";
import { smallMemory } from "./machine-type";
import { needsFirewall } from "./network";
import { plainValues, type Rule, sourceRanges, values } from "./rules";

/** What is wrong with Google Cloud's own arguments, as far as they are plain values. */
export function problems(name: string, args: GcpDockerHostArgs): Problem[] {
  return [...misnamed(args), ...single(args), ...together(name, args)];
}

/** The same arguments, of which those that are known late are checked then: a mistake fails what is made of them. */
export function whenKnown(args: GcpDockerHostArgs): GcpDockerHostArgs {
  const late = given(args, rules(args)).flatMap(([name, value, rule]) =>
    isPlain(value) ? [] : [[name, checkedLater(value, (known) => rule(known as never, name))]],
  );
  return { ...args, ...(Object.fromEntries(late) as Partial<GcpDockerHostArgs>) };
}

function rules(args: GcpDockerHostArgs): Record<string, Rule> {
  return { ...values, sshSourceRanges: sourceRanges(args.allowSshFromAnywhere === true) };
}

function given(args: GcpDockerHostArgs, wanted: Record<string, Rule>): [string, unknown, Rule][] {
  return Object.entries(wanted).flatMap(([name, rule]) => {
    const value: unknown = args[name as keyof GcpDockerHostArgs];
    return value === undefined ? [] : [[name, value, rule] as [string, unknown, Rule]];
  });
}

const maps = { dataDisk: dataDiskNames, serviceAccount: serviceAccountNames };

/** Names that do not exist, and maps that are none. */
function* misnamed(args: GcpDockerHostArgs): Generator<Problem> {
  yield* unknownNames(args, names);
  for (const [name, table] of Object.entries(maps)) yield* unknownMembers(args[name as keyof typeof maps], name, table);
  yield* proxyProblems(args.proxy, "proxy");
}

function* single(args: GcpDockerHostArgs): Generator<Problem> {
  for (const [name, value, rule] of given(args, rules(args))) {
    if (isPlain(value) && (isMap(value) || !(name in maps))) yield* rule(value as never, name);
  }
  for (const [name, value, rule] of given(args, plainValues)) {
    if (isPlain(value)) yield* rule(value as never, name);
    else yield error(name, "must be a plain value and no Output, because it decides what is created");
  }
}

function* together(name: string, args: GcpDockerHostArgs): Generator<Problem> {
  const { iapTunnelPort, proxy, networkTags, network, subnetwork, machineType } = args;
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name) || name.length > 40) {
    yield error(
      "name",
      `${shown(name)} is part of names at Google: use at most 40 lower-case letters, digits and "-", beginning with a letter`,
    );
  }
  if (!needsFirewall(args) && proxy === undefined && networkTags === undefined) {
    yield error(
      "sshSourceRanges",
      `is missing: name who may reach SSH, for example ["203.0.113.7/32"], or give iapTunnelPort, proxy or networkTags`,
    );
  }
  if (iapTunnelPort !== undefined && proxy !== undefined) {
    yield error("iapTunnelPort", "is another way to the machine than proxy; remove one of both");
  }
  if (needsFirewall(args) && subnetwork !== undefined && network === undefined) {
    yield error("network", "is missing: the firewall rule belongs to it; name the network of the subnetwork");
  }
  if (args.image !== undefined && args.rotateImage !== undefined) {
    yield error("rotateImage", "chooses the newest image anew, and image names one; remove one of both");
  }
  if (args.deletionProtection === true && args.ttlMinutes !== undefined) {
    yield error(
      "deletionProtection",
      "keeps Google from deleting the machine when ttlMinutes are over; remove one of both",
    );
  }
  const memory = typeof machineType === "string" ? smallMemory(machineType) : undefined;
  if (memory !== undefined && args.swapMiB === undefined) {
    yield warning(
      "machineType",
      `${shown(machineType)} has ${memory} MiB of memory, which is little: dnf alone takes about 1024; use "e2-medium" or more, or set swapMiB`,
    );
  }
}
