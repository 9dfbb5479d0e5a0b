// SPDX-License-Identifier: Apache-2.0
// A process beside the one that wants a host. It makes the host, keeps it and destroys it: when it is told to, and when
// the other one has ended; see detached.ts.
import type { Stack } from "@pulumi/pulumi/automation";

import { connectionTo, writeAccess } from "./access";
import { EphemeralBackend } from "./backend";
import { detached } from "./detached";
import { type LocalDocker, localDocker } from "./docker/local-docker";
import { destroy, up } from "./engine";
import { reason } from "./engine-output";
import { argsWithImage } from "./host-image";
import { removeLocalMachines } from "./local-machines";
import { stackName } from "./name";
import { defaultTtlMinutes } from "./options";
import { type KeptHost, type Order, type Message } from "./messages";
import { program } from "./program";

const { ending, end, tell } = detached<Message>();

process.once("message", (order: Order) => {
  process.on("message", end);
  void keep(order).then((status) => process.exit(status));
});

/** Resolves to the status to end with: 0 where nothing is left. */
async function keep(order: Order): Promise<number> {
  const say = (line: string) => void tell({ line });
  let backend: EphemeralBackend | undefined;
  let stack: Stack | undefined;
  let docker: LocalDocker | undefined;
  let name = "";
  const { ttlMinutes = defaultTtlMinutes } = order.args;
  try {
    const args = await argsWithImage(order, say, ending);
    // Its time begins only now.
    name = stackName(new Date(Date.now() + ttlMinutes * 60_000));
    await tell({ stack: name });
    // Said once: the name of the stack, for a reaper or `pulumi`. All other lines are about what the stack holds.
    say(`${name}: a docker host, target ${order.target}, for at most ${ttlMinutes} minutes`);
    backend = await EphemeralBackend.open(order);
    stack = await backend.create(name, () => program({ ...order, args }));
    if (order.config) await stack.setAllConfig(mapped(order.config, (value) => ({ value })));
    const outputs = await up(stack, say, ending);
    const host = mapped(outputs, ({ value }) => value as unknown) as unknown as Omit<KeptHost, "access">;
    const access = writeAccess(backend.scratch, host);
    docker = await localDocker(access.socket, connectionTo(host), say);
    ending.addEventListener("abort", docker.close);
    await docker.ready;
    await tell({ host: { ...host, access } });
    if (!ending.aborted) await new Promise((resolve) => ending.addEventListener("abort", resolve));
  } catch (error) {
    await tell({ failed: reason(error) });
  }
  docker?.close();
  try {
    if (stack) await destroy(stack, say);
    if (backend) await removeLocalMachines(backend.project, name);
    return 0;
  } catch (error) {
    await tell({ failed: `stack ${name} could not be destroyed, reap it: ${reason(error)}` });
    return 1;
  } finally {
    backend?.close();
  }
}

function mapped<T, R>(values: Record<string, T>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
