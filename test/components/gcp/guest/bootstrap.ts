// SPDX-License-Identifier: Apache-2.0
import type { Machine } from "../../../cloud-init/guest/machine";

/** What the start-up script calls, and leaves on the machine. */
export const askId =
  "curl -fsS --noproxy * --retry 3 --retry-delay 0 --retry-all-errors --max-time 10 -H Metadata-Flavor: Google http://169.254.169.254/computeMetadata/v1/instance/id";
export const stages = [
  "cloud-init clean",
  "cloud-init init --local",
  "cloud-init init",
  "cloud-init modules --mode=config",
  "cloud-init modules --mode=final",
];
export const stamp = "var/lib/docker-host/bootstrapped-instance";

/** What an installation leaves that went well. */
export const installed = { stage: "verify", status: "done", message: "" };
export const doneResult =
  '{"version":1,"stage":"verify","status":"done","seconds":1,"message":"","stages":[],"bootId":"x"}';

/** An install script that only says how it ended: these tests are about what is around it. */
export function standIn(machine: Machine, result: string, code = 0): void {
  machine.write(
    "usr/local/sbin/docker-host-install",
    `#!/bin/bash\necho '${result}' >"$ROOT/var/lib/docker-host/result.json"\nexit ${code}\n`,
  );
}
