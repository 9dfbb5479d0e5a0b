// SPDX-License-Identifier: Apache-2.0
import { isIP } from "node:net";

import type * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../../../cloud-init";
import { network } from "../../../cloud-init/validate/addresses";
import { at, error, shown } from "../../../cloud-init/validate/problem";
import { isLate } from "../../arguments";
import type { AwsDockerHostArgs, FirewallRuleArgs } from "../args";
import { opensSsh, written } from "../firewall";
import { oneOf } from "./values";

/** Rules of our own security group, as far as they are plain. */
export function* firewall(args: AwsDockerHostArgs): Generator<Problem> {
  const wide = args.allowSshFromAnywhere === true;
  yield* networks(args.sshIngressCidrs ?? [], "sshIngressCidrs", !wide);
  for (const name of ["ingress", "egress"] as const) {
    for (const [i, rule] of (args[name] ?? []).entries()) {
      const path = at(name, i);
      yield* ports(rule, path);
      yield* networks(rule.cidrs, `${path}.cidrs`, !wide && name === "ingress" && opensSsh(rule));
    }
    yield* twice(name, args);
  }
}

/** A network of a rule, or why it is none. Where `guarded`, it must not be as good as the whole internet. */
export function networkProblem(cidr: unknown, guarded: boolean): string | undefined {
  const found = typeof cidr === "string" ? network(cidr) : undefined;
  if (!found) {
    const [length] = [typeof cidr === "string" ? { 0: undefined, 4: "/32", 6: "/128" }[isIP(cidr)] : undefined];
    const example = length === undefined ? "203.0.113.0/24" : `${String(cidr)}${length}`;
    return `${shown(cidr)} is not a network in CIDR form, for example "${example}"`;
  }
  const base = baseOf(cidr as string, found);
  if (base !== undefined) return `${shown(cidr)} has bits behind its prefix, which AWS refuses; use "${base}"`;
  if (!guarded || found.prefix >= (found.bits === 32 ? 8 : 16)) return undefined;
  return (
    `${shown(cidr)} lets everybody try SSH; name the networks that need it, or set allowSshFromAnywhere to true ` +
    `if that is what you want`
  );
}

/** The network's own address, where another one was given for IPv4. AWS takes any notation of IPv6. */
function baseOf(cidr: string, { prefix, bits }: { prefix: number; bits: number }): string | undefined {
  if (bits !== 32) return undefined;
  const [address = ""] = cidr.split("/");
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - prefix);
  const base = Math.floor(number / size) * size;
  if (base === number) return undefined;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join(".")}/${prefix}`;
}

function* networks(cidrs: pulumi.Input<string>[], path: string, guarded: boolean): Generator<Problem> {
  for (const [i, cidr] of cidrs.entries()) {
    if (isLate(cidr)) continue;
    const problem = networkProblem(cidr, guarded);
    if (problem !== undefined) yield error(at(path, i), problem);
  }
}

function* ports({ protocol = "tcp", port, toPort, description }: FirewallRuleArgs, path: string): Generator<Problem> {
  const wrong = oneOf("tcp", "udp", "icmp", "icmpv6", "all")(protocol);
  if (wrong !== undefined) yield error(`${path}.protocol`, wrong);
  const hasPorts = protocol === "tcp" || protocol === "udp";
  for (const [name, value] of Object.entries({ port, toPort })) {
    if (value === undefined) continue;
    if (!hasPorts) yield error(`${path}.${name}`, `${shown(protocol)} has no ports; remove it`);
    else if (!Number.isInteger(value) || value < 0 || value > 65_535)
      yield error(`${path}.${name}`, `${shown(value)} is not a port from 0 to 65535`);
  }
  if (toPort !== undefined && (port === undefined || toPort < port))
    yield error(`${path}.toPort`, `${shown(toPort)} is before port, which is ${shown(port)}; a range begins at port`);
  if (description !== undefined && !/^[a-zA-Z0-9. _:/()#,@[\]+=&;{}!$*-]{0,255}$/.test(description))
    yield error(`${path}.description`, `${shown(description)} has characters that AWS refuses there, or more than 255`);
}

/** AWS refuses the same rule twice. */
function* twice(name: "ingress" | "egress", args: AwsDockerHostArgs): Generator<Problem> {
  const ssh = { port: 22, cidrs: args.sshIngressCidrs ?? [] };
  const all = (args[name] ?? []).map((rule, i): [string, FirewallRuleArgs] => [`${at(name, i)}.cidrs`, rule]);
  const seen = new Set<string>();
  for (const [path, rule] of name === "ingress" ? [["sshIngressCidrs", ssh] as const, ...all] : all) {
    for (const [i, cidr] of rule.cidrs.entries()) {
      if (isLate(cidr)) continue;
      const key = `${written(rule)} ${cidr as string}`;
      if (seen.has(key)) yield error(at(path, i), `${shown(cidr)} is here twice; keep one of them`);
      seen.add(key);
    }
  }
}
