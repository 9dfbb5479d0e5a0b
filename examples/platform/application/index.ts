// SPDX-License-Identifier: Apache-2.0
// An application stack: a Docker host in the platform's subnet, and a container on it.
import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { AwsDockerHost, type AwsDockerHostArgs } from "pulumi-docker-host/aws";

const config = new pulumi.Config();
const network = new pulumi.StackReference(config.require("network"));

const host = new AwsDockerHost("app", {
  subnetId: network.requireOutput("subnetId") as pulumi.Output<string>,
  publicAddress: "ephemeral",
  sshIngressCidrs: config.requireObject<string[]>("sshIngressCidrs"),
  // The page is for everybody; SSH is not.
  ingress: [{ port: 80, cidrs: ["0.0.0.0/0"] }],
  health: config.getObject<AwsDockerHostArgs["health"]>("health"),
});

// `connection` is known once the host has passed its check, so nothing runs on a host that is not healthy.
const image = config.require("image");
const web = new remote.Command(
  "web",
  {
    connection: host.connection,
    // The image comes on stdin, so that nothing in its name is the shell's.
    create: `docker run -d --name web --restart unless-stopped -p 80:80 "$(cat)"`,
    stdin: image,
    // What is left to an update is another way to the same machine: the container is there.
    update: "docker start web",
    delete: "docker rm -f web",
    triggers: [host.machineId, image],
    addPreviousOutputInEnv: false,
  },
  {
    // Two containers cannot have one name, nor one port.
    deleteBeforeReplace: true,
    // The container ends with the machine; nobody has to log in for that.
    deletedWith: host.instance,
  },
);

/** Known once the container runs. */
export const url = pulumi.all([host.address, web.id]).apply(([address]) => `http://${address}/`);
export const dockerHost = host.dockerHost;
export const knownHosts = host.knownHosts;
export const dockerVersion = host.dockerVersion;
/** Secret: encrypted in the state, and shown by `pulumi stack output privateKey --show-secrets` only. */
export const privateKey = host.privateKey;
