// SPDX-License-Identifier: Apache-2.0
// A process beside the one that wants an image. It makes the image and cleans up; see ../ephemeral/detached.ts.
import { detached } from "../ephemeral/detached";
import type { Say } from "../ephemeral/engine";
import { reason } from "../ephemeral/engine-output";
import { bake } from "./bake";
import type { BakeMessage, BakeOrder } from "./order";

const { ending, tell } = detached<BakeMessage>();

process.once("message", (order: BakeOrder) => {
  const say: Say = (line) => void tell({ line });
  bake(order, say, ending).then(
    (image) => tell({ image }).then(() => process.exit(0)),
    (error: unknown) => tell({ failed: reason(error) }).then(() => process.exit(1)),
  );
});
