// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { ownText } from "../../cloud-init/guest-script";
import { quote } from "../../cloud-init/shell";
import type { AccessOrder } from "../access/order";
import type { SecretsOrder } from "../secrets/order";

/**
 * What is to be true on a host of ours and is not in its user data. The check makes it so, right after the first boot. It may
 * hold secrets, so it stands in the check's order alone.
 */
export interface Settlement {
  access: AccessOrder;
  /** Files and logins at registries. Where there are none, what a host was given before is taken from it. */
  secrets?: SecretsOrder;
}

const inGuest = (folder: string, name: string) => join(__dirname, "..", folder, "guest", `${name}.py`);

/** What stands before programs that read and write what is of users. */
const asRoot = [inGuest("secrets", "trouble"), inGuest("secrets", "files")];

/** The stages of the check that settle something, in their order, and where the parts of their programs lie. */
const programs: Record<keyof Settlement, string[]> = {
  access: [inGuest("access", "access")],
  secrets: [...asRoot, inGuest("secrets", "secrets")],
};

/** The program that asks registries, in which nothing is secret. */
export const registryProgram = () => textOf([...asRoot, inGuest("secrets", "registry")]);

/** The names of all stages that settle something. */
export const settlingStages = Object.keys(programs);

/** The stages that a host has. */
export function stagesOf(settlement: Settlement | undefined): string[] {
  if (!settlement) return [];
  const { files = [], registries = [] } = settlement.secrets ?? {};
  return files.length + registries.length > 0 ? settlingStages : settlingStages.filter((stage) => stage !== "secrets");
}

/** Whether this host was given secrets, for a host that is to have none any more. */
export const hasSecrets = "[[ -e $ROOT/var/lib/docker-host/secrets.json ]]";

const textOf = (parts: string[]) => parts.map(ownText).join("");

/**
 * Lines of shell. Nothing in them is exported, so that neither the environment nor the arguments of any process have what is
 * settled; a probe runs in a fork of the script, and so has it.
 */
export function settlingLines(settlement: Settlement): string[] {
  return [
    `SETTLEMENT=${quote(JSON.stringify(settlement))}`,
    ...Object.entries(programs).map(([stage, parts]) => `${stage.toUpperCase()}_PY=${quote(textOf(parts))}`),
    // By itself, since the machine keeps it from its first boot on.
    `ACCESS=${quote(JSON.stringify(settlement.access))}`,
    ownText(join(__dirname, "guest", "settle.sh")),
    "first_access",
  ];
}
