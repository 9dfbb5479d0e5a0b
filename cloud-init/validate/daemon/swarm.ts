// SPDX-License-Identifier: Apache-2.0
import type { CloudConfigValue, Problem } from "../../spec";
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

/** The path of the argument which shows that this machine is to be part of a Swarm, if there is one. */
function swarmPath({ spec: { commands, cloudConfig }, own }: Pick<Given, "spec" | "own">): string | undefined {
  const key = ["swarm-default-advertise-addr", "node-generic-resources"].find((name) => name in own);
  if (key !== undefined) return pathOf(key);
  const joins = (line: CloudConfigValue) => /\bdocker"?[ ,"]+swarm"?[ ,"]+(init|join)\b/.test(JSON.stringify(line));
  const command = commands.findIndex(joins);
  if (command >= 0) return at("commands", command);
  return joins(cloudConfig.runcmd ?? "") ? "cloudConfig.runcmd" : undefined;
}
