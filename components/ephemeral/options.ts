// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { AwsDockerHostArgs } from "../aws/args";
import type { GcpDockerHostArgs } from "../gcp/args";
import type { LocalDockerHostArgs } from "../local/args";

/** What to make, and where its state lies. All of it is plain data, because another process gets it. */
export type EphemeralOptions = HostOptions & BackendOptions & (LocalTarget | AwsTarget | GcpTarget);

/** In QEMU on this computer, from Rocky's own image where no other is given. A free port is taken without `sshPort`. */
export interface LocalTarget {
  target: "local";
  args?: pulumi.Unwrap<LocalDockerHostArgs>;
}

/** On EC2; needs `@pulumi/aws`. */
export interface AwsTarget {
  target: "aws";
  args: pulumi.Unwrap<AwsDockerHostArgs>;
}

/** On Compute Engine; needs `@pulumi/gcp`. */
export interface GcpTarget {
  target: "gcp";
  args: pulumi.Unwrap<GcpDockerHostArgs>;
}

export interface HostOptions {
  /** Name of the host. @default "docker-host" */
  name?: string;
  /** The provider's configuration. @default - what it finds in the environment @example { "aws:region": "eu-central-1" } */
  config?: Record<string, string>;
  /**
   * Makes the host from an image that has Docker in it already. Such an image is made by the first host that needs it, and kept:
   * on this computer for 30 days. `image` or `amiId` of `args` is then what it is made from.
   *
   * @default - true on this computer, unless `args` has `image` or `cloudConfig`; false on a cloud, where images cost money
   */
  bake?: boolean;
  /** Called with each line of progress. @default - stderr */
  log?: (line: string) => void;
}

/** Where the state of throw-away hosts lies. To reap them, name the same place. */
export interface BackendOptions {
  /**
   * Address of a Pulumi backend. One that outlives this computer lets a reaper elsewhere find what was left behind.
   *
   * @default - `PULUMI_BACKEND_URL`; without that, a folder below `$XDG_STATE_HOME` (`~/.local/state`)
   * @example "https://api.pulumi.com"
   */
  backend?: string;
  /** Pulumi project of the stacks. @default "ephemeral" */
  project?: string;
  /**
   * What encrypts the secrets in the state, in Pulumi's words. A passphrase comes from `PULUMI_CONFIG_PASSPHRASE` or
   * `PULUMI_CONFIG_PASSPHRASE_FILE`; for the folder of this computer one is made.
   *
   * @default - a passphrase; with Pulumi Cloud its own
   */
  secretsProvider?: string;
}

/** After so many minutes the machine ends by itself, and a reaper takes what is left; `args.ttlMinutes` changes it. */
export const defaultTtlMinutes = 60;
