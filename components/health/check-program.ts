// SPDX-License-Identifier: Apache-2.0
// What the command of a health check runs; see check-command.ts.
import { checkHost } from "./check-host";
import type { CheckOrder } from "./check-order";
import { type Dialled, readDialled } from "./dialled";
import { failureScreen, usualWidth } from "./failure-screen";
import { runCheck } from "./run-check";

/** Writes the report. */
export function run(text: string, folder: string): Promise<void> {
  return runCheck(folder, async (tell) => {
    const order = JSON.parse(text) as CheckOrder;
    const { host, note }: Dialled = readDialled(folder) ?? { host: order.connection.host };
    const { output, failure } = await checkHost({ ...order, connection: { ...order.connection, host } }, tell);
    if (failure === undefined) return { found: output };
    return { screen: failureScreen(order.host, failure, order.look, usualWidth, note) };
  });
}
