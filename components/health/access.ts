// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig } from "../../cloud-init";
import { dockerNetworks } from "../../cloud-init/docker-networks";
import { quote } from "../../cloud-init/shell";
import type { Connection } from "../ssh/connection";
import type { CheckOrder } from "./check-order";
import { type Expectations, restartScript, script } from "./script";
import type { Settlement } from "./settlement";

/**
 * How to reach a host, and what the check expects of it. The state has it, encrypted, before the first check begins, so
 * that a host whose check failed, or never ran, can be entered and checked again.
 */
export interface HostAccess {
  /** The host's name. */
  host: string;
  connection: Connection;
  expected: Expectations;
  /** What to look at first where the host gives no answer. */
  unreachableHint?: string | undefined;
  /** A file of this computer with the machine's console. */
  consoleLog?: string | undefined;
  /** A command that shows the machine's console. */
  consoleCommand?: string | undefined;
  /** A command that has the host's key read once more. */
  hostKeyCommand?: string | undefined;
}

/** Name of the resource that keeps it, from the name of its {@link HostHealth}. */
export const accessName = (health: string) => `${health}-access`;

/** What a check may do beside looking. */
export interface BesideLooking {
  /** What the check settles on the host. */
  settlement?: Settlement | undefined;
  /** A script that runs in place of the check, to prepare one. */
  preparation?: string;
}

/** What a check of the host is told. */
export function checkOrder({ expected, ...access }: HostAccess, stack?: string, more: BesideLooking = {}): CheckOrder {
  const { settlement, preparation } = more;
  const { daemonConfig, limits } = expected;
  const { ssh, total } = limits;
  const boots = expected.installed === true;
  return {
    ...{ ...access, boots, script: preparation ?? script(expected, settlement), limits: { ssh, total } },
    ...(preparation !== undefined && { prepares: true }),
    ...(daemonConfig && { dockerNetworks: dockerNetworks(daemonConfig as CloudConfig) }),
    look: lookLines(access.host, stack),
  };
}

/** What restarts the host, before it is checked again. */
export const restartOrder = (access: HostAccess, stack?: string): CheckOrder =>
  checkOrder(access, stack, { preparation: restartScript(access.expected) });

/** The commands with which a person looks at a host that is not healthy. */
export function lookLines(host: string, stack?: string): string[] {
  if (stack === undefined) return [];
  const [name, where] = [host, stack].map((word) => (/^[\w./@:][\w./@:-]*$/.test(word) ? word : quote(word)));
  return ["shell", "diagnostics"].map((command) => `npx pulumi-docker-host ${command} ${name} --stack ${where}`);
}
