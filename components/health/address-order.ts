// SPDX-License-Identifier: Apache-2.0
import type { Connection } from "../ssh/connection";

/** What the check of an address is told, as JSON on its stdin. */
export interface AddressOrder {
  /** The host's name. */
  host: string;
  /** To the host's own address. */
  connection: Connection;
  /** The kernel's id of the boot that was proved: the machine before it has the same keys. */
  bootId: string;
  /** Commands with which a person looks at the host. */
  look: string[];
}

/** Seconds. A cloud leads an address to another machine within some of them. */
export const addressLimits = { ssh: 120, total: 180 };
