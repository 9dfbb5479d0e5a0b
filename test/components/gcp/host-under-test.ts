// SPDX-License-Identifier: Apache-2.0
// What stands around a GcpDockerHost in its tests: arguments, and the answers of Google and of the health check.
import type * as pulumi from "@pulumi/pulumi";

import { GcpDockerHost } from "../../../components/gcp/docker-host";
import type { GcpDockerHostArgs } from "../../../components/gcp/args";
import { makeKeyPair } from "../../../components/key-pair";
import { hostKey, isCheck, loginKey, stdout } from "../local/host-under-test";
import { type Answer, type Properties, RecordedProgram, type Reply } from "../recorded-program";

export { gated, gatedInPreview, orderOf, report, stdout } from "../local/host-under-test";
export { hostKey, loginKey };

/** What the machine has made for itself. */
export const ownHostKey = makeKeyPair("").publicKey.split(" ").slice(0, 2).join(" ");

export const base: GcpDockerHostArgs = { zone: "europe-west1-b", sshSourceRanges: ["203.0.113.0/24"] };

const images = "https://www.googleapis.com/compute/v1/projects/rocky-linux-cloud/global/images";
export const newest = `${images}/rocky-linux-9-optimized-gcp-v20261101`;

/** What Google adds to an instance. One that was made long ago is asked for its key once: nothing is waited for. */
export function instanceState(inputs: Properties, created = "2026-01-01T00:00:00.000Z"): Properties {
  const nics = (inputs.networkInterfaces ?? []) as { accessConfigs: { natIp?: string }[] }[];
  return {
    name: "web-machine-1f2e3d4",
    project: "my-project",
    instanceId: "4520031799277581759",
    creationTimestamp: created,
    networkInterfaces: nics.map((nic) => ({
      ...nic,
      networkIp: "10.132.0.7",
      accessConfigs: nic.accessConfigs.map((config) => ({ natIp: "198.51.100.4", ...config })),
    })),
  };
}

/** A machine that comes up and is healthy. */
export const healthy: Answer = (registered) => {
  const { type, name, inputs } = registered;
  if (isCheck(registered)) return { stdout, stderr: "" };
  if (type === "gcp:compute/instance:Instance") return instanceState(inputs);
  if (type === "gcp:compute/address:Address") return { address: "198.51.100.9" };
  if (type === "gcp:compute/disk:Disk") return { selfLink: "projects/my-project/zones/europe-west1-b/disks/web-data" };
  if (type === "gcp:compute/firewall:Firewall") return { name: "web-ssh-5a6b7c8" };
  if (name.endsWith("-login-key")) return { output: loginKey };
  return name.endsWith("-host-key") && !name.endsWith("-public-host-key") ? { output: hostKey } : {};
};

/** Google's answers: the newest image, and the key that the machine has published. */
export const google: Reply = ({ token, inputs }) => {
  const asked = inputs as Record<string, string>;
  if (token === "gcp:compute/getImage:getImage")
    return { selfLink: newest.replace(/gcp-/, `${suffix(asked.family)}-`) };
  return { variableValue: asked.variableKey === "hostkeys/ssh-ed25519" ? ownHostKey.split(" ")[1] : "" };
};

function suffix(family = ""): string {
  return family.replace("rocky-linux-9-optimized-", "");
}

/** A program with one host, run to its end. */
export async function programWith(
  args: Partial<GcpDockerHostArgs> = {},
  opts?: pulumi.ComponentResourceOptions,
  settings: { preview?: boolean; call?: Reply; answer?: Answer } = {},
) {
  const program = await RecordedProgram.start(settings.answer ?? healthy, { call: google, ...settings });
  const host = new GcpDockerHost("web", { ...base, ...args }, opts);
  const outputs = await program.outputsOf(host);
  return { program, host, outputs };
}

/** Inputs of the instance. */
export async function machineWith(args: Partial<GcpDockerHostArgs>) {
  const { program } = await programWith(args);
  return program.find("web-machine");
}

/** Inputs that are not sent at all when they are not given. */
export function metadataOf(inputs: Properties): Record<string, string> {
  return (inputs.metadata as { secret: Record<string, string> }).secret;
}
