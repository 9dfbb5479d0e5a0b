// SPDX-License-Identifier: Apache-2.0
import { guestScript } from "./guest-script";

/**
 * The start-up script for Google Cloud, whose public Rocky Linux images lack cloud-init: it brings cloud-init and runs
 * its stages once. Where cloud-init is on the image it does nothing. The user data itself travels beside it, in the
 * metadata key `user-data`.
 */
export function startupScript(): string {
  return guestScript("gce-bootstrap.sh");
}
