// SPDX-License-Identifier: Apache-2.0
import { map, ruled, string } from "../../cloud-init/shape";
import { at, error } from "../../cloud-init/validate/problem";

/** Why a key may not be given by the caller. */
const reserved: Record<string, string> = {
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

export const metadata = ruled(map(string), function* (given: Record<string, string>, path) {
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(reserved, key)) yield error(at(path, key), `cannot be given: ${reserved[key]}`);
    else if (Buffer.byteLength(given[key] ?? "") > 262_144)
      yield error(at(path, key), "has more than the 262144 bytes that Google takes; let the machine fetch it instead");
    else if (!/^[\w-]{1,128}$/.test(key)) yield error(at(path, key), `is not a key of letters, digits, "-" and "_"`);
  }
});
