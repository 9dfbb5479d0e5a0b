// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { ownText } from "../../cloud-init/guest-script";
import { quote } from "../../cloud-init/shell";
import type { AccessOrder } from "../access/order";

/**
 * What is to be true on a host of ours and is not in its user data. The check makes it so, right after the first boot. It may
 * hold secrets, so it stands in the check's order alone.
 */
export interface Settlement {
  access: AccessOrder;
}

/** The stages of the check that settle something, in their order, and where the program of each lies. */
const programs: Record<keyof Settlement, string> = {
  access: join(__dirname, "..", "access", "guest", "access.py"),
};

/** The names of all stages that settle something. */
export const settlingStages = Object.keys(programs);

/** The stages that a host has. */
export const stagesOf = (settlement: Settlement | undefined): string[] =>
  settlingStages.filter((stage) => settlement && Object.hasOwn(settlement, stage));

/**
 * Lines of shell. Nothing in them is exported, so that neither the environment nor the arguments of any process have what is
 * settled; a probe runs in a fork of the script, and so has it.
 */
export function settlingLines(settlement: Settlement): string[] {
  return [
    `SETTLEMENT=${quote(JSON.stringify(settlement))}`,
    ...stagesOf(settlement).map(
      (stage) => `${stage.toUpperCase()}_PY=${quote(ownText(programs[stage as keyof Settlement]))}`,
    ),
    ownText(join(__dirname, "guest", "settle.sh")),
  ];
}
