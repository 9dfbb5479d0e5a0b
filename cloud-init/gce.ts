// SPDX-License-Identifier: Apache-2.0
import { guestScript } from "./guest-script";
import { quote } from "./shell";

/**
 * The start-up script for Google Cloud, whose public Rocky Linux images lack cloud-init: it brings cloud-init and runs
 * its stages once. Where cloud-init is on the image it does nothing. The user data itself travels beside it, in the
 * metadata key `user-data`, which nothing reads before cloud-init is there: so the proxy is said here as well.
 */
export function startupScript(proxy?: string): string {
  const script = guestScript("gce-bootstrap.sh");
  return proxy === undefined ? script : script.replace("\n", () => `\nPROXY=${quote(proxy)}\n`);
}
