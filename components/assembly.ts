// SPDX-License-Identifier: Apache-2.0
// What all hosts share: first the machine's user data and then, when the platform has made the machine, its check.
import * as pulumi from "@pulumi/pulumi";

import { daemonJson, engineVersion, type HostSpec, type KeyPair } from "../cloud-init";
import { accessOrder } from "./access/order";
import { warn } from "./arguments/report";
import { noteDeletedFirst } from "./deleted-first";
import type { DockerHostArgs } from "./docker-host-args";
import type { DockerHostOutputs } from "./docker-host-outputs";
import { gatedOutputs } from "./gated-outputs";
import { HostHealth } from "./health/host-health";
import { ofHost } from "./health/of-host";
import { checkedSpec, guestArgs, hostSpec, isKnown } from "./host-spec";
import { rememberMachine } from "./machine-of";
import { decisive, madeWith } from "./made-with";
import type { Guest, Machine, Platform } from "./platform";
import { secretsOf } from "./secrets/settled";
import { givenKeyPair, publicKey, stashedKeyPair } from "./ssh-identity";
import { rendered } from "./rendered";
import { takeAddress } from "./take-address";
import { keepTold } from "./told";

/** What is known of a host before its machine is there. */
export interface Preparation extends Guest {
  spec: pulumi.Output<HostSpec>;
  /** What the caller has said of it, by the caller's own paths. */
  told: Record<string, unknown>;
  loginKeyPair: pulumi.Output<KeyPair>;
  /** The machine's own key, where it is made here. */
  ownKey: pulumi.Output<string> | undefined;
}

/** Makes the keys, and the user data of the machine. */
export function prepareGuest(
  parent: pulumi.ComponentResource,
  name: string,
  args: DockerHostArgs,
  platform: Platform,
): Preparation {
  warn(platform.problems, parent);
  const wasChecked = isKnown(args, platform.memoryMiB);
  const ownKeyPair = platform.ownHostKey ? undefined : stashedKeyPair(`${name}-host-key`, parent, args.keyType);
  const loginKeyPair = args.sshKey
    ? givenKeyPair(args.sshKey)
    : stashedKeyPair(`${name}-login-key`, parent, args.keyType);
  const loginKey = publicKey(loginKeyPair);
  const known = pulumi.output(guestArgs(args));
  const spec = pulumi
    .all([known, ownKeyPair, loginKey, platform.memoryMiB, pulumi.isSecret(known)])
    .apply(([plain, hostKey, login, memoryMiB, isSecret]) => {
      const context = { login: platform.login, loginKeys: [login], hostKey, memoryMiB };
      return checkedSpec(hostSpec(plain, context), platform.guestRules, wasChecked ? undefined : parent, isSecret);
    });
  const made = spec.apply((s) => rendered(s, platform.userData));
  const print = pulumi.unsecret(made.apply((all) => all.fingerprint));
  const ownKey = ownKeyPair && publicKey(ownKeyPair);
  const told = { ...guestArgs(args), sshKey: args.sshKey && loginKey, ...platform.told };
  return {
    userData: pulumi.secret(made.apply((all) => all.userData)),
    loginKey,
    fingerprint: madeWith(name, print, decisive(told, [loginKey, ownKey], args.accessChange), parent),
    ...{ told, spec, loginKeyPair, ownKey },
  };
}

/** Checks the machine. The outputs with which somebody can use the host resolve only after that. */
export function prove(
  parent: pulumi.ComponentResource,
  name: string,
  args: DockerHostArgs,
  platform: Platform,
  guest: Preparation,
  machine: Machine,
): DockerHostOutputs {
  const { spec, loginKeyPair, ownKey } = guest;
  if (machine.deletedFirst) noteDeletedFirst(parent);
  rememberMachine(parent, machine);
  const { probes, strict, smokeImage, rebootCheck, triggers, ...limits } = args.health ?? {};
  keepTold(name, guest.told, guest.fingerprint, machine, parent);
  const hostKey = ownKey ?? pulumi.output(machine.hostKey ?? "");
  const connection = pulumi.secret({
    host: machine.address,
    port: machine.port,
    user: platform.login,
    privateKey: loginKeyPair.apply((key) => key.privateKey),
    ...((ownKey ?? machine.hostKey) !== undefined && { hostKey }),
    ...(machine.proxy && { proxy: machine.proxy }),
  });
  // A remote command takes no such way, so it stands in no `connection` but the check's.
  const checked = machine.proxyCommand
    ? pulumi.secret(
        pulumi.all([connection, machine.proxyCommand]).apply(([to, proxyCommand]) => ({ ...to, proxyCommand })),
      )
    : connection;
  const check = new HostHealth(
    `${name}-health`,
    ofHost(
      {
        connection: checked,
        dockerUsers: pulumi.unsecret(spec.apply((s) => s.dockerUsers)),
        dockerVersion: pulumi.unsecret(spec.apply(({ docker }) => docker.version && engineVersion(docker.version))),
        expectations: { installed: true, daemonConfig: pulumi.unsecret(spec.apply((s) => daemonJson(s.docker))) },
        triggers: pulumi
          .all([[machine.id, ...machine.restarts], triggers])
          .apply(([own, more = []]) => [...own, ...more]),
        limits,
        ...{ strict, smokeImage },
        ...{ unreachableHint: machine.unreachableHint, consoleLog: machine.consoleLog },
        ...(machine.consoleCommand !== undefined && { consoleCommand: machine.consoleCommand }),
        ...(machine.hostKeyCommand !== undefined && { hostKeyCommand: machine.hostKeyCommand }),
        ...(rebootCheck !== undefined && { rebootCheck }),
        ...(probes && { probes }),
      },
      {
        settlement: pulumi
          .all([spec.apply(accessOrder), secretsOf(args, spec, platform.roleLogin)])
          .apply(([access, secrets]) => ({ access, secrets })),
        answersAt: machine.answersAt,
      },
    ),
    {
      parent,
      dependsOn: [machine.resource, ...(machine.reachedBy ?? [])],
      deletedWith: machine.resource,
      // A new check replaces the command, and that must be possible for a protected host as well.
      protect: false,
    },
  );
  const arrived = takeAddress(parent, name, machine, check, checked);
  return gatedOutputs(check, arrived, name, platform.login, machine, connection, hostKey);
}
