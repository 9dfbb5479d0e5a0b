// SPDX-License-Identifier: Apache-2.0
import type { CloudConfigValue, Problem } from "../../spec";
import { isMap } from "../kind";
import { at, error } from "../problem";
import { type Given, pathOf, wrong } from "./given";

/** What does not work with Swarm. */
export function* swarm({ spec, own, all }: Given): Generator<Problem> {
  const reason = swarmPath({ spec, own });
  if (reason === undefined) return;
  if (own["firewall-backend"] === "nftables") {
    yield wrong(
      "firewall-backend",
      `"nftables" does not work with Swarm, which ${reason} asks for; remove one of them`,
    );
  }
  if (all["live-restore"] === true) {
    const path = own["live-restore"] === true ? pathOf("live-restore") : "docker.liveRestore";
    yield error(path, `does not work with Swarm, which ${reason} asks for; set it to false`);
  }
}

/**
 * What in the argument `docker` keeps a host from being a member of a Swarm, as far as it is plain. For who knows that it is to be
 * one before the host is made; where nothing is said, containers go on while the daemon restarts, and that is refused as well.
 */
export function* swarmMemberProblems(docker: unknown): Generator<Problem> {
  const { liveRestore = true, daemonConfig } = isMap(docker) ? docker : {};
  const own = isMap(daemonConfig) ? daemonConfig : {};
  if (own["firewall-backend"] === "nftables") {
    yield error(
      pathOf("firewall-backend"),
      `"nftables" does not work with Swarm; remove it, and the engine uses iptables`,
    );
  }
  // To dockerd, null is as good as absent.
  if ((own["live-restore"] ?? liveRestore) !== true) return;
  const path = own["live-restore"] === true ? pathOf("live-restore") : "docker.liveRestore";
  yield error(path, "is true, also where nothing is said, and does not work with Swarm; set it to false");
}

/** The path of the argument which shows that this machine is to be part of a Swarm, if there is one. */
function swarmPath({ spec: { commands, cloudConfig }, own }: Pick<Given, "spec" | "own">): string | undefined {
  const key = ["swarm-default-advertise-addr", "node-generic-resources"].find((name) => name in own);
  if (key !== undefined) return pathOf(key);
  const joins = (line: CloudConfigValue) => /\bdocker"?[ ,"]+swarm"?[ ,"]+(init|join)\b/.test(JSON.stringify(line));
  const command = commands.findIndex(joins);
  if (command >= 0) return at("commands", command);
  return joins(cloudConfig.runcmd ?? "") ? "cloudConfig.runcmd" : undefined;
}
