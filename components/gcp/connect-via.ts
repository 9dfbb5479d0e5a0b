// SPDX-License-Identifier: Apache-2.0
// The command line of Google Cloud that leads to a machine whose port 22 nobody else reaches.

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
