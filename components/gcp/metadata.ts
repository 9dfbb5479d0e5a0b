// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { UserData } from "../../cloud-init";
import type { OnBootFailure } from "../../cloud-init/on-boot-failure";
import type { GcpDockerHostArgs } from "./args";
import { startupScript } from "./startup-script";

/** What of a host's or a template's arguments is in its metadata, beside the user data. */
type Told = Pick<GcpDockerHostArgs, "dockerUsers" | "docker" | "metadata"> & {
  onBootFailure?: pulumi.Input<OnBootFailure>;
};

/**
 * The bootstrap is metadata["startup-script"] and not `metadataStartupScript`: another version of this package may have
 * another bootstrap, which a machine that has booted needs no more, and must not be replaced for.
 */
export function metadata(
  args: Told,
  { userData, loginKeys }: { userData: pulumi.Output<UserData>; loginKeys: pulumi.Output<string[]> },
  login: string,
  byDefault?: OnBootFailure,
): pulumi.Output<Record<string, string>> {
  const { dockerUsers, onBootFailure = byDefault } = args;
  const all = pulumi.all([userData, loginKeys, dockerUsers, args.metadata, args.docker, onBootFailure]);
  return pulumi.secret(
    all.apply(([data, keys, users = [login], own, docker, ending]): Record<string, string> => ({
      "serial-port-enable": "FALSE",
      ...own,
      "user-data": data.text,
      // cloud-init unpacks gzip by itself, and base64 only where this says so.
      ...(data.encoding !== "plain" && { "user-data-encoding": "base64" }),
      "startup-script": startupScript(docker?.proxy, docker?.noProxy, ending),
      // Lets us in before cloud-init is there, and also where it never comes. Google's agent puts whoever is named here
      // into the group docker; where that is not wanted, the login waits for cloud-init.
      ...(keys.length > 0 && users.includes(login) && { "ssh-keys": keys.map((key) => `${login}:${key}`).join("\n") }),
      "block-project-ssh-keys": "TRUE",
      "enable-guest-attributes": "TRUE",
      "enable-oslogin": "FALSE",
    })),
  );
}
