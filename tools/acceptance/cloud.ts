// SPDX-License-Identifier: Apache-2.0
// How the clouds differ for a run. What is here is called inside the program of a stack.
import type { Removal } from "../../components/bake/bakery";
import type { Account } from "./account";
import type { CloudName, RunOrder } from "./order";

export interface Cloud {
  /** The type of its machines. */
  machine: string;
  /** Whether a machine's guest ends it; else the cloud itself does, and nobody can have it earlier. */
  guestEnds: boolean;
  account(order: Pick<RunOrder, "args">): Promise<Account>;
  /** What there is with the tag of the run, as far as the provider can look for that. */
  found(order: RunOrder): Promise<Removal[]>;
}

// Nobody loads the SDK of another cloud.
/* eslint-disable @typescript-eslint/no-require-imports */
const aws = () => require("./aws") as typeof import("./aws");
const gcp = () => require("./gcp") as typeof import("./gcp");
/* eslint-enable @typescript-eslint/no-require-imports */

export const cloudOf = (name: CloudName): Cloud => (name === "aws" ? aws().awsCloud : gcp().gcpCloud);
