// SPDX-License-Identifier: Apache-2.0
// The command line of Google Cloud that leads to a machine whose port 22 nobody else reaches.
import type { Instance } from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";

import type { GcpDockerHostArgs } from "./args";

/** Where the machine is. */
export interface Target {
  name: string;
  zone: string;
  project: string;
}

/** A program and its arguments, whose stdin and stdout lead to the machine's SSH. It must ask nobody: stdin is SSH's. */
export function wayTo({ name, zone, project }: Target): string[] {
  const where = ["--zone", zone, "--project", project];
  return ["gcloud", "compute", "start-iap-tunnel", name, "22", "--listen-on-stdin", "--quiet", ...where];
}

/** The way to the machine, where it goes through a program. */
export function proxyCommandTo(
  { connectVia }: GcpDockerHostArgs,
  { name, zone, project }: Instance,
): pulumi.Output<string[]> | undefined {
  if (connectVia !== "iap") return undefined;
  return pulumi
    .all([name, zone, project])
    .apply(([own, place, whose]) => wayTo({ name: own, zone: place, project: whose }));
}
