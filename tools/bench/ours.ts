// SPDX-License-Identifier: Apache-2.0
import { complete, render } from "../../cloud-init";
import { daemonJson } from "../../cloud-init/daemon";
import { type Ask, checkHost } from "../../components/health/check-host";
import { defaultLimits } from "../../components/health/probes";
import type { HealthReport } from "../../components/health/report";
import { script } from "../../components/health/script";
import { login } from "../../components/local/defaults";
import type { Connection } from "../../components/ssh/connection";
import { runOverSsh } from "../../components/ssh/run";
import type { Report } from "../shared/subprocess";
import { withMachine, type Setting } from "./machine";
import { run } from "./remote";

/** What a machine of ours is measured by. */
export interface Verified {
  /** Seconds from power-on until the health check has passed. */
  seconds: number;
  dockerVersion: string;
  /** Seconds of a second check of the healthy host, and of one container that is started over SSH there. */
  compared?: { check: number; container: number };
}

/** A host with default arguments, verified by the order that `pulumi up` gives. The engine's own time is not measured. */
export async function verifiedHost(
  setting: Setting,
  signal: AbortSignal,
  report: Report,
  compares: boolean,
): Promise<Verified> {
  const { image, keys } = setting;
  const spec = complete({
    login,
    loginKeys: [keys.login.publicKey],
    hostKey: keys.host,
    dockerUsers: [login],
    ...(image.docker && { docker: image.docker }),
  });
  return withMachine(setting, render(spec), signal, async ({ connection, elapsed }) => {
    const daemonConfig = daemonJson(spec.docker);
    const order = script({ name: "bench", dockerUsers: [login], installed: true, daemonConfig, limits: defaultLimits });
    const check = (boots: boolean) => checked(connection, order, boots, signal, report);
    const { dockerVersion } = await check(true);
    const verified = { seconds: elapsed(), dockerVersion };
    return compares ? { ...verified, compared: await compare(connection, () => check(false), signal) } : verified;
  });
}

async function checked(
  connection: Connection,
  order: string,
  boots: boolean,
  signal: AbortSignal,
  report: Report,
): Promise<HealthReport> {
  const ask: Ask = (remote, limit) => {
    signal.throwIfAborted();
    return runOverSsh(connection, remote, AbortSignal.any([signal, limit]));
  };
  const { report: seen, failure } = await checkHost(
    { host: "bench", connection, script: order, limits: defaultLimits, boots },
    report,
    ask,
  );
  if (failure) throw new Error(`the host is not healthy: stage ${failure.stage}: ${failure.cause}`);
  return seen;
}

/** The image that the health check makes and removes, under another name. */
const makeImage =
  "folder=$(mktemp -d) && cp $(command -v docker-init || ls /usr/libexec/docker/docker-init) $folder/docker-init && " +
  "tar -C $folder -c . | docker import - bench >/dev/null";
const oneContainer = "docker run --rm --pull never bench /docker-init --version";

/** Both on the same host, which has run both before: what is measured is neither a first start nor an empty cache. */
async function compare(connection: Connection, check: () => Promise<unknown>, signal: AbortSignal) {
  await run(connection, makeImage, signal);
  await run(connection, oneContainer, signal);
  const timed = async (work: Promise<unknown>) => {
    const begin = performance.now();
    await work;
    return (performance.now() - begin) / 1000;
  };
  return {
    check: await timed(check()),
    container: await timed(run(connection, oneContainer, signal)),
  };
}
