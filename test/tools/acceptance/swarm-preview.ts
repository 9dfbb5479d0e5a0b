// SPDX-License-Identifier: Apache-2.0
// Previews the swarm of a run at Google, as `npm run test:cloud` makes it.
import { EphemeralBackend } from "../../../components/ephemeral/backend";
import type { RunOrder } from "../../../tools/acceptance/order";
import { project } from "../../../tools/acceptance/place";
import { RunStack } from "../../../tools/acceptance/run-stack";
import { swarmSettings } from "../../../tools/acceptance/settings";

const order: RunOrder = {
  ...{ target: "gcp", prefix: "try", ttlMinutes: 120, parts: ["swarm"], keep: false },
  args: { zone: "europe-west1-b", sshSourceRanges: ["127.0.0.1/32"] },
  config: { "gcp:project": "my-project" },
};

async function preview(): Promise<void> {
  const backend = await EphemeralBackend.open({ project });
  try {
    const how = { say: () => {}, ending: new AbortController().signal };
    const stack = await RunStack.create(backend, "swarm", order, swarmSettings(order), how);
    const { status, output } = await stack.preview();
    console.log(output);
    process.exitCode = status ?? 1;
  } finally {
    backend.close();
  }
}

void preview();
