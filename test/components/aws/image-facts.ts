// SPDX-License-Identifier: Apache-2.0
import type { ImageFacts } from "../../../components/bake/baked-image";

/** What a sealed machine says of itself. */
export const facts: ImageFacts = {
  name: "docker-host-0123456789ab-20261126-221545",
  base: "ami-0a",
  digest: "0123456789ab".padEnd(64, "0"),
  baked: "2026-11-26T22:15:45Z",
  dockerVersion: "29.1.0",
  packages: ["docker-ce-3:29.1.0-1.el9.x86_64", "containerd.io-2.1.0~rc1-1.el9.x86_64"],
};
