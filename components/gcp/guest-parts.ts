// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { CloudConfig, HostSpec, Problem } from "../../cloud-init";
import { mountDataDisk } from "../../cloud-init/data-disk";
import { merge } from "../../cloud-init/merge";
import { error } from "../../cloud-init/validate/problem";
import { isTrue } from "../../cloud-init/validate/written-files";
import { changed } from "../arguments/output";
import type { DockerHostArgs } from "../docker-host-args";
import { type GuestRules, pinnedKey } from "../guest-rules";
import type { GcpDockerHostArgs } from "./args";
import { gcpDefaults } from "./defaults";
import { withMtu } from "./mtu";

/** In the guest it is `/dev/disk/by-id/google-` and this. */
export const deviceName = "docker-data";

/**
 * The arguments for the guest, which formats the disk where it is blank, mounts it on each boot, and has it grow. It has no
 * timer: Google alone ends the machine. Google counts anew from each start, so a timer that counts from the creation would
 * be first and power off, and a machine that is off is never deleted: its disks and its address go on costing.
 */
export function guestParts({ ttlMinutes: _ofGoogle, ...rest }: GcpDockerHostArgs): DockerHostArgs {
  const { dataDisk, cloudConfig } = rest;
  const args: DockerHostArgs = { ...rest, docker: changed(rest.docker, withMtu) };
  if (!dataDisk) return args;
  const both = [dataDisk, cloudConfig] as unknown as pulumi.Input<
    [{ mountPath?: string } | undefined, CloudConfig | undefined]
  >;
  return { ...args, cloudConfig: changed(both, ([disk, own]) => mounted(disk?.mountPath, own)) };
}

/** What of it the guest is told, by its path, and what the caller wrote where it was added. */
export function toldParts({ dataDisk, cloudConfig, docker }: GcpDockerHostArgs): Record<string, unknown> {
  const path =
    dataDisk &&
    pulumi.output(dataDisk).apply((disk?: { mountPath?: string }) => disk?.mountPath ?? gcpDefaults.mountPath);
  return { cloudConfig, docker, "dataDisk.mountPath": path };
}

/** What the guest may not be told on Google Cloud. */
export function guestRules(args: GcpDockerHostArgs | null | undefined): GuestRules {
  const { hostKeyFrom = gcpDefaults.hostKeyFrom } = args ?? {};
  return function* (spec: HostSpec): Generator<Problem> {
    if (hostKeyFrom === "unchecked") return;
    yield* pinnedKey(spec);
    if (hostKeyFrom === "guestAttributes" && isTrue(spec.cloudConfig.ssh_deletekeys)) {
      yield error(
        "cloudConfig.ssh_deletekeys",
        "must not be true: it takes away the machine's key, by which it is known to Google; take it out",
      );
    }
  };
}

function mounted(path: string = gcpDefaults.mountPath, own: CloudConfig = {}): CloudConfig {
  return merge(mountDataDisk(path, `/dev/disk/by-id/google-${deviceName}`), own);
}
