// SPDX-License-Identifier: Apache-2.0
// What the proof has the engines make: one network, and one service with a task on each member that takes tasks.
import { join } from "node:path";

import { ownText } from "../../cloud-init/guest-script";

export const proofName = "docker-host-proof";
export const proofLabel = "pulumi-docker-host.proof=1";
/** Nothing listens on port 1, so that an engine which asks for the image is refused at once and takes its own. */
export const proofImage = "127.0.0.1:1/docker-host-proof:1";
export const proofPy = ownText(join(__dirname, "guest", "proof.py"));

const labels = Object.fromEntries([proofLabel.split("=")]) as Record<string, string>;
/** The machine's own Python, wherever it is. The text of the program is in a variable of the container. */
const start = 'p=$(command -v python3 || command -v /usr/libexec/platform-python) && exec "$p" -IS -c "$PROOF_PY" "$@"';
const command = (...words: string[]) => ["/bin/sh", "-c", start, "proof", ...words];
const port = 8080;

/** @param mtu bytes of a packet between the members; the engine takes off what VXLAN needs. 0: its own */
export function networkBody(mtu: number): string {
  const options = mtu > 0 ? { "com.docker.network.driver.mtu": String(mtu) } : {};
  return JSON.stringify({ Name: proofName, Driver: "overlay", Attachable: true, Labels: labels, Options: options });
}

/** @param strangers nodes that are not ours, and have no image */
export function serviceBody(strangers: string[]): string {
  return JSON.stringify({
    Name: proofName,
    Labels: labels,
    Mode: { Global: {} },
    EndpointSpec: { Ports: [{ Protocol: "tcp", TargetPort: port, PublishMode: "ingress" }] },
    TaskTemplate: {
      ContainerSpec: {
        Image: proofImage,
        Command: command("serve"),
        Labels: labels,
        // The engine puts the node's id there.
        Env: [`PROOF_PY=${proofPy}`, "NODE={{.Node.ID}}"],
        Mounts: [{ Type: "bind", Source: "/usr", Target: "/usr", ReadOnly: true }],
        Privileges: { SELinuxContext: { Disable: true } },
        StopSignal: "SIGKILL",
      },
      LogDriver: { Name: "none" },
      RestartPolicy: { Condition: "any", Delay: 1e9 },
      Placement: { Constraints: strangers.map((id) => `node.id!=${id}`) },
      Networks: [{ Target: proofName }],
    },
  });
}

/** What is run in the container of a task. */
export function execBody(nodes: string[], seconds: number): string {
  return JSON.stringify({
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
    Cmd: command("inside", proofName, String(seconds), nodes.join(",")),
  });
}
