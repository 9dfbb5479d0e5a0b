// SPDX-License-Identifier: Apache-2.0
import { getInstanceGuestAttributes, type Instance } from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";
import { utils } from "ssh2";

import { type KeyType, sshNames } from "../../cloud-init/key-type";
import { quote } from "../../cloud-init/shell";
import { defaultLimits } from "../health/probes";
import type { Machine } from "../platform";
import { ofKind } from "../ssh-identity";
import type { GcpDockerHostArgs } from "./args";

const secondsBetween = 5;
const secondsApart = 20;

/**
 * The public key that a machine has made on its first boot, as Google knows it from the machine: read once, during the
 * update that makes the machine, and kept in the state. So a stopped machine changes nothing, and neither does somebody
 * who, inside the machine, publishes another key later. The command has it read once more.
 */
export function publishedHostKey(
  parent: pulumi.Resource,
  name: string,
  instance: Instance,
  { health, image, keyType = "ed25519" }: Pick<GcpDockerHostArgs, "health" | "image" | "keyType">,
  wait = pause,
): Required<Pick<Machine, "hostKey" | "hostKeyCommand">> {
  const limitSeconds = health?.ssh ?? defaultLimits.ssh;
  const attribute = `hostkeys/${sshNames[keyType]}`;
  const { name: own, zone: place, project: whose, creationTimestamp, instanceId, currentStatus } = instance;
  const input = pulumi
    .all([own, place, whose, creationTimestamp, currentStatus, instanceId])
    .apply(async ([machine, zone, project, created, status]) => {
      // Mocks that give back only what they were given name no machine.
      if ((machine as string | undefined) === undefined) return undefined;
      // Nothing is waited for in a preview. Of a machine that exists, the key in the state is what counts.
      if (pulumi.runtime.isDryRun()) return "(read from the machine during the update)";
      // Google has nothing to say of one that is off.
      if (status === "TERMINATED") return undefined;
      const read = async () => {
        const where = { name: machine, zone, project, variableKey: attribute };
        return (await getInstanceGuestAttributes(where, { parent })).variableValue;
      };
      const isNew = ageInSeconds(created) < 2 * limitSeconds;
      const tries = isNew ? Math.max(1, Math.ceil(limitSeconds / secondsBetween)) : 1;
      const { value, reason } = await poll(read, tries, () => wait(secondsBetween));
      let problem = missing(attribute, machine, zone, isNew ? limitSeconds : undefined, reason);
      if (value) {
        try {
          const line = hostKeyLine(value, keyType);
          // Google's own image has no cloud-init; the one that we bring keeps the keys that are there.
          if (!isNew || image === undefined) return line;
          return hostKeyLine(await settled(read, value, attribute, () => wait(secondsApart)), keyType);
        } catch (error) {
          problem = (error as Error).message;
        }
      }
      if (isNew) throw new pulumi.ResourceError(problem, instance, true);
      await pulumi.log.warn(`${problem}; the key that was read when the machine was made stays in use`, instance);
      // Where there is one in the state, it stays, as `input` is ignored; where there is none, the engine refuses this.
      return undefined;
    });
  const kept = new pulumi.Stash(
    ofKind(`${name}-public-host-key`, keyType),
    { input },
    { parent, ignoreChanges: ["input"], replacementTrigger: pulumi.interpolate`${instance.instanceId}` },
  );
  return {
    hostKey: kept.output.apply((line: unknown) => (typeof line === "string" ? line : "")),
    hostKeyCommand: kept.urn.apply((urn) => `pulumi up --stack ${pulumi.getStack()} --replace ${quote(urn)}`),
  };
}

/** Asks until there is an answer or the tries are over. An error may pass: some say so where nothing is published yet. */
export async function poll(
  read: () => Promise<string | undefined>,
  tries: number,
  between: () => Promise<void>,
): Promise<{ value?: string; reason?: string }> {
  let reason: string | undefined;
  for (let left = tries; left > 0; left--) {
    try {
      const value = await read();
      if (value) return { value };
      reason = undefined;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    if (left > 1) await between();
  }
  return reason === undefined ? {} : { reason };
}

/**
 * The first value that is still there at the next question. On an image that brings cloud-init, that and then Google's
 * agent make keys and publish them, some seconds apart, and sshd begins with the later ones.
 */
export async function settled(
  read: () => Promise<string | undefined>,
  first: string,
  attribute: string,
  between: () => Promise<void>,
): Promise<string> {
  let last = first;
  for (let left = 6; left > 0; left--) {
    await between();
    const now = await read().catch(() => undefined);
    if (now === last) return last;
    last = now || last;
  }
  throw new Error(
    `the guest attribute ${attribute} was not the same in any two readings ${secondsApart} s apart; let either cloud-init or ` +
      `Google's agent ([InstanceSetup] set_host_keys) make the machine's keys, or set hostKeyFrom to "injected" or "unchecked"`,
  );
}

/** Google's agent publishes the key without its type. */
export function hostKeyLine(published: string, keyType: KeyType = "ed25519"): string {
  const type = sshNames[keyType];
  const line = `${type} ${published.trim().replace(new RegExp(`^${type}\\s+`), "")}`;
  if (!(utils.parseKey(line) instanceof Error)) return line;
  throw new Error(
    `the guest attribute hostkeys/${type} holds no ${keyType} key; look at what writes it on the machine, or set hostKeyFrom to "injected" or "unchecked"`,
  );
}

/** NaN, which is neither old nor new, where it is not known: in programs that are tested with Pulumi's mocks. */
function ageInSeconds(created: string | undefined): number {
  return (Date.now() - Date.parse(created ?? "")) / 1000;
}

function missing(
  attribute: string,
  machine: string,
  zone: string,
  seconds: number | undefined,
  reason: string | undefined,
): string {
  const when = seconds === undefined ? "cannot be read now" : `never appeared within ${seconds} s`;
  return (
    `guest attributes of ${machine} ${when}: its SSH host key is not at ${attribute}. Google's agent publishes it on boot; ` +
    (attribute.endsWith("ed25519") ? `an image in FIPS mode has none of that kind: set keyType to "ecdsa"; ` : "") +
    `an organisation's policy can forbid that (compute.disableGuestAttributesAccess), and reading it takes the permission ` +
    `compute.instances.getGuestAttributes; look at "gcloud compute instances get-serial-port-output ${machine} --zone ` +
    `${zone}", or set hostKeyFrom to "injected" or "unchecked"${reason === undefined ? "" : `; Google said: ${reason}`}`
  );
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
