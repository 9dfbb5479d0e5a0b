// SPDX-License-Identifier: Apache-2.0
import { quote } from "../../cloud-init/shell";
import { checkOrder, type HostAccess, lookLines } from "../../components/health/access";
import { type Ask, checkHost } from "../../components/health/check-host";
import { defaultLimits } from "../../components/health/probes";
import type { HostResult } from "./host-result";
import { oneHost, stackHosts, type Surroundings } from "./hosts";
import { askByOpenSsh } from "./openssh";
import { Progress } from "./progress";
import { readSshTarget, sshArguments, sshUrl } from "./ssh-target";

export interface CheckOptions {
  stack?: string;
  cwd?: string;
  all?: boolean;
  strict?: boolean;
  image?: string;
  timeout?: number;
  users?: string[];
  dockerVersion?: string;
  json?: boolean;
  html?: string;
  junit?: string;
  prometheus?: string;
}

/** Seconds until a login must be accepted, unless --timeout is given: the host is no longer booting. */
const patience = 30;

/** Checks the hosts of a stack one after another, or only the one that is named. */
export async function checkStackHosts(
  name: string | undefined,
  options: CheckOptions,
  around: Surroundings,
): Promise<HostResult[]> {
  const found = await stackHosts(options, around);
  const hosts = name === undefined ? found.hosts : [oneHost(found, name)];
  const results = [];
  for (const access of hosts) results.push(await checked(access, options, look(access.host, found.stack, options)));
  return results;
}

/** The commands as the user can paste them, with the same --cwd. */
function look(host: string, stack: string, { cwd }: CheckOptions): string[] {
  const lines = lookLines(host, stack || undefined);
  return cwd === undefined ? lines : lines.map((line) => `${line} --cwd ${quote(cwd)}`);
}

/** Checks any host that the `ssh` command reaches. */
export async function checkSshTarget(text: string, options: CheckOptions): Promise<HostResult> {
  const target = readSshTarget(text);
  const { users = [], dockerVersion } = options;
  const expected = { name: target.host, dockerUsers: users, dockerVersion, limits: defaultLimits };
  const result = await checked({ host: target.host, connection: target, expected }, options, [], askByOpenSsh(target));
  const { failure } = result;
  if (failure === undefined || failure.stage === "ssh") return result;
  const ssh = `ssh ${sshArguments(target).join(" ")}`;
  const archive = failure.diagnostics && `${ssh} cat ${failure.diagnostics} > diagnostics.tar.gz`;
  return { ...result, look: [ssh, ...(archive === undefined ? [] : [archive])] };
}

async function checked(access: HostAccess, options: CheckOptions, look: string[], ask?: Ask): Promise<HostResult> {
  const { host, connection, expected } = access;
  const { timeout, image = expected.smokeImage, strict = expected.strict } = options;
  const { ssh, total } = expected.limits;
  const limits = { ...expected.limits, ssh: timeout ?? Math.min(ssh, patience), total: timeout ?? total };
  const now = { ...expected, strict, smokeImage: image, limits };
  // A host that is checked again has booted long ago. Where ssh refuses the login, something has to change first: a
  // further try is of no use, and may lock the user out.
  const order = { ...checkOrder({ ...access, expected: now }), boots: false, refusedOnce: ask !== undefined };
  const progress = new Progress();
  try {
    const { report, failure } = await checkHost(order, (line) => progress.tell(`${host}: ${line}`), ask);
    return {
      ...{ host, report, url: sshUrl(connection), users: expected.dockerUsers, look },
      ...{ seconds: progress.seconds, ended: new Date(), ...(failure && { failure }) },
    };
  } finally {
    progress.stop();
  }
}
