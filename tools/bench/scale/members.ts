// SPDX-License-Identifier: Apache-2.0
// The hosts of hosts.ts, of which the first fifty are one swarm.
import { AwsDockerHost, AwsSwarmNetwork } from "../../../components/aws";
import { DockerSwarm, swarmDocker, swarmNode } from "../../../components/swarm";
import { measured, names } from "./program";

measured(() => {
  const { securityGroupId } = new AwsSwarmNetwork("swarm");
  const [members, others] = [names.slice(0, 50), names.slice(50)];
  const sshIngressCidrs = ["203.0.113.0/24"];
  for (const name of others) new AwsDockerHost(name, { sshIngressCidrs });
  const nodes = members.map((name) =>
    swarmNode(
      new AwsDockerHost(name, {
        ...{ sshIngressCidrs, docker: swarmDocker({}) },
        additionalSecurityGroupIds: [securityGroupId],
      }),
    ),
  );
  new DockerSwarm("swarm", { managers: nodes.slice(0, 3), workers: nodes.slice(3) });
});
