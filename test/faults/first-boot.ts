// SPDX-License-Identifier: Apache-2.0
import { type Fault, inFiles } from "./fault";

const result = "/var/lib/docker-host/result.json";
const repository = "/etc/yum.repos.d/docker-ce.repo";
const installLog = "/var/log/docker-host-install.log";
const accounts = ["/var/lib/cloud/data/status.json", "/var/lib/cloud/data/result.json"];
/** Changes cloud-init's own account of one of its stages. */
export const account = (change: string) => `python3 - <<'PY'
import json
for path in ${JSON.stringify(accounts)}:
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
    ...inFiles([result], `rm ${result}`),
    stage: "install",
    cause: /the install script never ran/,
  },
  {
    name: "result file cut off",
    ...inFiles([result], `truncate -s 60 ${result}`),
    stage: "install",
    cause: /result file \S+ is cut off/,
  },
  {
    name: "result file of a run that a restart has ended",
    ...inFiles(
      [result],
      `sed -i -e 's/"status":"done"/"status":"running"/' -e 's/"bootId":"[^"]*"/"bootId":"another"/' ${result}`,
    ),
    stage: "install",
    cause: /from another boot: the machine was restarted while the install script was at stage verify/,
  },
  {
    name: "result file that came with the image",
    ...inFiles([result], `sed -i 's/"bootId":"[^"]*"/"bootId":"another"/' ${result}; touch -d 2020-01-01 ${result}`),
    stage: "install",
    cause: /from another boot: it is older than this machine/,
  },
  {
    name: "install script failed",
    ...inFiles(
      [result, installLog],
      `echo '{"version":1,"stage":"packages","status":"failed","seconds":9,"message":"dnf could not install docker-ce","stages":[],"bootId":"x"}' >${result}
echo 'Curl error (28): Timeout was reached, password=hunter2' >>${installLog}`,
    ),
    stage: "install",
    cause: /stage packages: dnf could not install docker-ce/,
    known: /^the machine has no way out, or a slow one/,
  },
  {
    name: "cloud-init degraded, in strict mode",
    ...inFiles(accounts, account(`stage["recoverable_errors"] = {"WARNING": ["Failed to set the hostname"]}`)),
    expected: { strict: true },
    stage: "cloud-init",
    cause: /degraded: Failed to set the hostname/,
  },
  {
    name: "cloud-init failed",
    ...inFiles(
      accounts,
      account(
        `stage.setdefault("errors", []).append("('scripts_user', RuntimeError('1 failed'))"); errors.append("x")`,
      ),
    ),
    stage: "cloud-init",
    cause: /error: .*scripts_user/,
  },
  {
    name: "cloud-init that does not end",
    ...inFiles(accounts, "rm /var/lib/cloud/data/result.json"),
    stage: "cloud-init",
    cause: /no answer within 20 s/,
  },
  {
    name: "cloud-init's account of itself cut off",
    ...inFiles(accounts, "truncate -s 50 /var/lib/cloud/data/status.json"),
    stage: "cloud-init",
    cause: /status\.json cannot be read/,
  },
  {
    name: "cloud-init missing",
    ...inFiles(["/usr/bin/cloud-init"], "rm /usr/bin/cloud-init"),
    stage: "cloud-init",
    cause: /no cloud-init on this image/,
  },
  {
    name: "repository disabled",
    ...inFiles([repository], `echo enabled=0 >>${repository}`),
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
