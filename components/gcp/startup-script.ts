// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host/gcp/startup-script`: apart from `pulumi-docker-host/gcp`, which loads the Google Cloud SDK.
import { join } from "node:path";

import { scriptAt } from "../../cloud-init/guest-script";
import { bootLimit, type OnBootFailure } from "../../cloud-init/on-boot-failure";
import { proxyVariables } from "../../cloud-init/proxy";
import { quote } from "../../cloud-init/shell";

/**
 * The start-up script for Google Cloud, whose public Rocky Linux images lack cloud-init: it brings cloud-init and runs
 * its stages once. Where cloud-init is on the image it does nothing. The user data itself travels beside it, in the
 * metadata key `user-data`, which nothing reads before cloud-init is there: so the proxy is said here as well, and with
 * `onBootFailure` "powerOff" the time limit begins here, as cloud-init may never come.
 */
export function startupScript(proxy?: string, noProxy: string[] = [], onBootFailure: OnBootFailure = "keep"): string {
  const script = scriptAt(join(__dirname, "guest", "bootstrap.sh"));
  const { no_proxy: exceptions } = proxyVariables({ proxy, noProxy });
  const isSaid = proxy !== undefined && exceptions !== undefined;
  const said =
    (onBootFailure === "powerOff" ? `${bootLimit()}\n` : "") +
    (isSaid ? `PROXY=${quote(proxy)}\nNO_PROXY=${quote(exceptions)}\n` : "");
  return script.replace("\n", () => `\n${said}`);
}
