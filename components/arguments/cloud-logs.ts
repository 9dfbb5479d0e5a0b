// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { isMap } from "../../cloud-init/validate/kind";
import { shown, warning } from "../../cloud-init/validate/problem";

/** Log drivers that take their rights from the cloud in which the machine is, and an option with which one needs none. */
const clouds: Record<string, { name: string; brings: string; instead?: string }> = {
  awslogs: { name: "AWS", brings: "region and rights", instead: "awslogs-credentials-endpoint" },
  gcplogs: { name: "Google Cloud", brings: "project and rights" },
};

/** The argument that gives a machine rights in its cloud, and whether it is set. */
interface Rights {
  driver: "awslogs" | "gcplogs";
  argument: string;
  isSet: boolean;
  what: string;
}

/** A log driver without rights: then no container starts. As far as the arguments are plain. */
export function* cloudLogs(docker: unknown, rights?: Rights): Generator<Problem> {
  if (!isMap(docker)) return;
  const config = isMap(docker.daemonConfig) ? docker.daemonConfig : {};
  const options = isMap(config["log-opts"]) ? config["log-opts"] : {};
  const driver = config["log-driver"] ?? docker.logDriver;
  if (typeof driver !== "string" || !Object.hasOwn(clouds, driver)) return;
  const { name, brings, instead = "" } = clouds[driver] ?? { name: "", brings: "" };
  if (driver !== rights?.driver) {
    yield warning(
      config["log-driver"] === undefined ? "docker.logDriver" : `docker.daemonConfig["log-driver"]`,
      `${shown(driver)} takes ${brings} from ${name}, where this machine is not, and without them no container starts; choose another driver, or bring both in files`,
    );
  } else if (!rights.isSet && !Object.hasOwn(options, instead)) {
    yield warning(
      rights.argument,
      `is missing: without its rights the log driver ${shown(driver)} lets no container start; ${rights.what}`,
      "/missing",
    );
  }
}
