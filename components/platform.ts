// SPDX-License-Identifier: Apache-2.0
import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";

import type { PlatformName, Problem, UserData } from "../cloud-init";
import type { AnswersAt } from "./health/dialled";
import type { GuestRules } from "./guest-rules";
import type { RoleLogin } from "./secrets/role-login";

/** What a platform brings to the assembly. */
export interface Platform {
  /** How the platform takes user data, and how much of it. */
  userData: PlatformName;
  /** The image's own login. */
  login: string;
  /** Memory of the machine in MiB, where it is known: too little of it is warned about. */
  memoryMiB?: pulumi.Input<number>;
  /** The machine makes its own host key, see {@link Machine.hostKey}. @default false: the user data holds the key */
  ownHostKey?: boolean;
  /** What the guest may not be told. */
  guestRules: GuestRules;
  /** How the machine's own role logs in to registries, in clouds that give machines one. */
  roleLogin?: RoleLogin;
  /** Warnings about plain arguments, found before the host was registered; they are logged for it. */
  problems: Problem[];
  /** The platform's own arguments that end in the user data, as the caller wrote them; they win over the others. */
  told?: Record<string, unknown>;
}

/** What a machine is told. */
export interface Guest {
  /** Secret: it may hold the host's private key. */
  userData: pulumi.Output<UserData>;
  /** The login's public key. It is in the user data as well. */
  loginKey: pulumi.Output<string>;
  /** Changes exactly when the machine has to be replaced. */
  fingerprint: pulumi.Output<string>;
}

/** What gives a machine its address. */
export interface TakenAddress {
  resource: pulumi.CustomResource;
  /** The program reaches the machine there, so that it is to answer there. */
  isDialled: boolean;
}

export interface Machine {
  /** The resource whose deletion ends the machine. */
  resource: pulumi.Resource;
  address: pulumi.Input<string>;
  port: pulumi.Input<number>;
  /** Its address in its own network; empty where it has none. */
  privateAddress: pulumi.Input<string>;
  /** The public half, where the platform has `ownHostKey`. Without it, whoever answers is trusted. */
  hostKey?: pulumi.Input<string>;
  /** A command that has `hostKey` read once more, where the machine shows another. */
  hostKeyCommand?: pulumi.Input<string>;
  /** What must exist before anybody can reach the machine: firewall rules, a disk. */
  reachedBy?: pulumi.Resource[];
  /** A host that leads to a machine without a public address. */
  proxy?: pulumi.Input<command.types.input.remote.ProxyConnectionArgs> | undefined;
  /** A program and its arguments that lead to the machine's SSH. `address` is then its name for the machine. */
  proxyCommand?: pulumi.Input<string[]> | undefined;
  /** Where the machine answers while `address` may still lead to the one before it. @default - at `address` */
  answersAt?: AnswersAt;
  /** Gives `address` to the machine, which is proved. The outputs wait for it. @default - the machine has it from its start */
  takeAddress?: (proof: pulumi.Resource) => TakenAddress;
  /** What to look at first where the machine gives no answer. */
  unreachableHint?: pulumi.Input<string>;
  /** A file of this computer to which the machine writes its console. */
  consoleLog?: string;
  /** A command that shows the machine's console, where that is no file of this computer. */
  consoleCommand?: pulumi.Input<string>;
  /** Changes when the machine is replaced. */
  id: pulumi.Output<string>;
  /** The image from which it was made, by the platform's name for it. */
  image: pulumi.Output<string>;
  /** How long the host is then down, where the machine is deleted before the one that takes its place is made. */
  deletedFirst?: string | undefined;
  /** Values that change when the same machine was started again. */
  restarts: pulumi.Input<string>[];
}
