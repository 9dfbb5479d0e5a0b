// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { startupScript } from "../../cloud-init";
import type { Guest } from "../platform";
import type { GcpDockerHostArgs } from "./docker-host-args";

/** Why a key may not be given by the caller. */
export const reserved: Record<string, string> = {
  "user-data": "it is made from the other arguments; add to it with cloudConfig",
  "user-data-encoding": "it belongs to user-data, which is made from the other arguments",
  "startup-script": "it brings cloud-init to the image; run your own with commands",
  "startup-script-url": "startup-script brings cloud-init to the image; run your own with commands",
  "ssh-keys": "it holds the login's key; declare further users in users",
  sshKeys: "it would switch off the project's keys and ours; declare further users in users",
  "block-project-ssh-keys": "everybody with a key in the project's metadata would be root here; declare them in users",
  "enable-guest-attributes": `the machine's SSH key is read from there; see hostKeyFrom`,
  "enable-oslogin":
    "with OS Login, Google's agent makes no user from a key, and its own users are not in /etc/passwd, so that they can be put into no group: neither the login nor dockerUsers would work",
};

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
      "startup-script": startupScript(docker?.proxy),
      // Lets us in before cloud-init is there, and also where it never comes. Google's agent puts whoever is named here
      // into the group docker; where that is not wanted, the login waits for cloud-init.
      ...(dockerUsers.includes(login) && { "ssh-keys": `${login}:${loginKey}` }),
      "block-project-ssh-keys": "TRUE",
      "enable-guest-attributes": "TRUE",
      "enable-oslogin": "FALSE",
    })),
  );
}
