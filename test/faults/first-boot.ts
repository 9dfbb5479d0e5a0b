// SPDX-License-Identifier: Apache-2.0
import type { Fault } from "./fault";

const result = "/var/lib/docker-host/result.json";
/** Changes cloud-init's own account of one of its stages. */
export const account = (change: string) => `python3 - <<'PY'
import json
for path in ("/var/lib/cloud/data/status.json", "/var/lib/cloud/data/result.json"):
    with open(path) as f: state = json.load(f)
    stage = state["v1"].get("modules-final", {})
    errors = state["v1"].setdefault("errors", [])
    ${change}
    with open(path, "w") as f: json.dump(state, f)
PY`;

/** What cloud-init and the install script have left. */
export const firstBootFaults: Fault[] = [
  {
    name: "result file missing",
    inject: `rm ${result}`,
    stage: "install",
    cause: /the install script never ran/,
  },
  {
    name: "result file cut off",
    inject: `truncate -s 60 ${result}`,
    stage: "install",
    cause: /result file \S+ is cut off/,
  },
  {
    name: "result file of a run that a restart has ended",
    inject: `sed -i -e 's/"status":"done"/"status":"running"/' -e 's/"bootId":"[^"]*"/"bootId":"another"/' ${result}`,
    stage: "install",
    cause: /from another boot: the machine was restarted while the install script was at stage verify/,
  },
  {
    name: "result file that came with the image",
    inject: `sed -i 's/"bootId":"[^"]*"/"bootId":"another"/' ${result}; touch -d 2020-01-01 ${result}`,
    stage: "install",
    cause: /from another boot: it is older than this machine/,
  },
  {
    name: "install script failed",
    inject: `echo '{"version":1,"stage":"packages","status":"failed","seconds":9,"message":"dnf could not install docker-ce","stages":[],"bootId":"x"}' >${result}
echo 'Curl error (28): Timeout was reached, password=hunter2' >>/var/log/docker-host-install.log`,
    stage: "install",
    cause: /stage packages: dnf could not install docker-ce/,
    known: /^the machine has no way out, or a slow one/,
  },
  {
    name: "cloud-init degraded, in strict mode",
    inject: account(`stage["recoverable_errors"] = {"WARNING": ["Failed to set the hostname"]}`),
    expected: { strict: true },
    stage: "cloud-init",
    cause: /degraded: Failed to set the hostname/,
  },
  {
    name: "cloud-init failed",
    inject: account(
      `stage.setdefault("errors", []).append("('scripts_user', RuntimeError('1 failed'))"); errors.append("x")`,
    ),
    stage: "cloud-init",
    cause: /error: .*scripts_user/,
  },
  {
    name: "cloud-init that does not end",
    inject: "rm /var/lib/cloud/data/result.json",
    stage: "cloud-init",
    cause: /no answer within 20 s/,
  },
  {
    name: "cloud-init's account of itself cut off",
    inject: "truncate -s 50 /var/lib/cloud/data/status.json",
    stage: "cloud-init",
    cause: /status\.json cannot be read/,
  },
  {
    name: "cloud-init missing",
    inject: "rm /usr/bin/cloud-init",
    stage: "cloud-init",
    cause: /no cloud-init on this image/,
  },
  {
    name: "repository disabled",
    inject: "echo enabled=0 >>/etc/yum.repos.d/docker-ce.repo",
    stage: "repository",
    cause: /docker-ce-stable is disabled in /,
  },
  {
    name: "package removed",
    inject: "rpm -e --nodeps --justdb docker-ce-cli",
    stage: "packages",
    cause: /package docker-ce-cli is not installed/,
  },
];
