// SPDX-License-Identifier: Apache-2.0

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
