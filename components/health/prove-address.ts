// SPDX-License-Identifier: Apache-2.0
import { silence } from "../ssh/failure";
import { runOverSsh } from "../ssh/run";
import { type AddressOrder, addressLimits } from "./address-order";
import { type Ask, checkHost } from "./check-host";
import type { Failure } from "./failure";

const script = "cat /proc/sys/kernel/random/boot_id\n";

/** Undefined as soon as the proved machine answers at the address: a moment long, the one before it may still do so. */
export async function proveAddress(
  { host, connection, bootId }: AddressOrder,
  tell: (line: string) => void,
  ask: Ask = (remote, signal) => runOverSsh(connection, remote, signal),
): Promise<Failure | undefined> {
  const asked: Ask = async (remote, signal) => {
    const ended = await ask(remote, signal);
    const found = ended.stdout.trim();
    if (ended.status === 0 && found !== bootId) throw another(connection.host, found, bootId);
    return ended;
  };
  const order = { host, connection, script, limits: addressLimits, prepares: true };
  const { failure } = await checkHost(order, tell, asked);
  return failure && { ...failure, stage: "address", where: "stage address" };
}

const another = (address: string, found: string, wanted: string) =>
  silence(
    `another machine answers at ${address}: it is at boot ${found || "nobody knows which"}, and ${wanted} was proved`,
    "look which machine has the address, and run `pulumi refresh` and `pulumi up`; where the machine was restarted meanwhile, `pulumi up` is enough",
  );
