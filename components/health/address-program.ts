// SPDX-License-Identifier: Apache-2.0
// What the command of the check of an address runs; see address-check.ts.
import type { AddressOrder } from "./address-order";
import { failureScreen } from "./failure-screen";
import { proveAddress } from "./prove-address";
import { runCheck } from "./run-check";

/** Writes the boot that answers. */
export function run(text: string, folder: string): Promise<void> {
  return runCheck(folder, async (tell) => {
    const order = JSON.parse(text) as AddressOrder;
    const failure = await proveAddress(order, tell);
    if (failure === undefined) return { found: order.bootId };
    return { screen: failureScreen(order.host, failure, order.look) };
  });
}
