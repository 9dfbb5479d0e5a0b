// SPDX-License-Identifier: Apache-2.0
// A swarm of Docker hosts on AWS, and a replicated service on it.
import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { DockerSwarm, swarmNode } from "pulumi-docker-host";
import { AwsDockerHost, AwsSwarmNetwork } from "pulumi-docker-host/aws";

const config = new pulumi.Config();
const network = new AwsSwarmNetwork("swarm");

function host(name: string): AwsDockerHost {
  return new AwsDockerHost(name, {
    sshIngressCidrs: config.requireObject<string[]>("sshIngressCidrs"),
    // The page is for everybody; SSH and the swarm's own ports are not.
    ingress: [{ port: 80, cidrs: ["0.0.0.0/0"] }],
    additionalSecurityGroupIds: [network.securityGroupId],
    // The engine refuses it in a swarm.
    docker: { liveRestore: false },
  });
}

const manager = host("manager");
const workers = Array.from({ length: config.requireNumber("workers") }, (_, i) => host(`worker-${i + 1}`));

const swarm = new DockerSwarm("swarm", {
  managers: [swarmNode(manager)],
  workers: workers.map((worker) => swarmNode(worker)),
});

const stackFile = JSON.stringify({
  version: "3.8",
  services: {
    web: {
      image: config.require("image"),
      ports: ["80:80"],
      deploy: { replicas: config.requireNumber("replicas"), update_config: { order: "start-first" } },
    },
  },
});

// The swarm's outputs are known once it is proved, so nothing is deployed to one that does not work. `deploy` itself makes of what
// runs what the file says, so that a change is an update.
const deploy = "docker stack deploy --detach=false --prune --compose-file - web";
const web = new remote.Command(
  "web",
  {
    connection: manager.connection,
    create: deploy,
    update: deploy,
    delete: "docker stack rm web",
    stdin: stackFile,
    // Another swarm knows nothing of it.
    triggers: [swarm.clusterId],
    addPreviousOutputInEnv: false,
  },
  // The service ends with the machines; nobody has to log in for that.
  { deletedWith: manager.instance },
);

/** Each machine answers, whichever of them runs the service. Known once it is deployed. */
export const urls = [manager, ...workers].map((one) =>
  pulumi.all([one.address, web.id]).apply(([address]) => `http://${address}/`),
);
export const dockerHost = swarm.dockerHost;
export const nodes = swarm.nodes;
