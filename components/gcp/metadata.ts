// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { Guest } from "../platform";
import type { GcpDockerHostArgs } from "./args";
import { startupScript } from "./startup-script";

/**
 * The bootstrap is metadata["startup-script"] and not `metadataStartupScript`: another version of this package may have
 * another bootstrap, which a machine that has booted needs no more, and must not be replaced for.
 */
export function metadata(args: GcpDockerHostArgs, guest: Guest, login: string): pulumi.Output<Record<string, string>> {
  const all = pulumi.all([guest.userData, guest.loginKey, args.dockerUsers, args.metadata, args.docker]);
  return pulumi.secret(
    all.apply(([userData, loginKey, dockerUsers = [login], own, docker]): Record<string, string> => ({
      "serial-port-enable": "FALSE",
      ...own,
      "user-data": userData.text,
      // cloud-init unpacks gzip by itself, and base64 only where this says so.
      ...(userData.encoding !== "plain" && { "user-data-encoding": "base64" }),
      "startup-script": startupScript(docker?.proxy, docker?.noProxy),
      // Lets us in before cloud-init is there, and also where it never comes. Google's agent puts whoever is named here
      // into the group docker; where that is not wanted, the login waits for cloud-init.
      ...(dockerUsers.includes(login) && { "ssh-keys": `${login}:${loginKey}` }),
      "block-project-ssh-keys": "TRUE",
      "enable-guest-attributes": "TRUE",
      "enable-oslogin": "FALSE",
    })),
  );
}
