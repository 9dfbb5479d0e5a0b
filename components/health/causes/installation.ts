// SPDX-License-Identifier: Apache-2.0
import type { Cause } from "./cause";

/** Error messages of dnf, rpm, curl and gpg, the most telling first. */
export const installationCauses: Cause[] = [
  {
    says: /holds (?:\w{40}|no OpenPGP key), expected \w{40}/,
    fix: "set docker.gpgFingerprint to the key's, if that is the one you trust; else correct docker.repository",
  },
  {
    says: /proxy.*(?:40[37]|authentication required|refused|resolve)|(?:CONNECT tunnel failed|from proxy after CONNECT)/i,
    fix: "correct docker.proxy: the address, and user and password where it asks for them",
  },
  {
    says: /could not resolve (?:host|proxy): ([\w.-]+)/i,
    fix: "the machine cannot resolve $1: give its network a name server and a way out, or set docker.repository to a mirror",
  },
  {
    says: /could not resolve host|curl (?:status |error \(|: \()6\b/i,
    fix: "give the machine's network a name server and a way out, or set docker.repository to a mirror",
  },
  {
    says: /certificate (?:has expired|is not yet valid|verify failed)|SSL (?:certificate )?problem|curl error \(60\)|curl status 60/i,
    fix: "the clock of the machine is wrong, or something on its way out shows a certificate of its own; add that to the image",
  },
  {
    says: /(?:status code: |error: |returned error: )40[13]/i,
    fix: "the repository asks for a login: put user and password into docker.repository",
  },
  {
    says: /status code: 404|returned error: 404|curl status 22|Cannot download repomd\.xml/i,
    fix: "docker.repository has no packages for this release and processor: correct it, or docker.channel",
  },
  {
    says: /connection refused|failed to connect|curl (?:error \(|status )7\b/i,
    fix: "nothing answers at the repository's address: correct docker.repository or docker.proxy, or allow the way out (egress rule, NAT)",
  },
  {
    says: /timed? ?out|curl (?:error \(|status )28\b|operation too slow/i,
    fix: "the machine has no way out, or a slow one: allow it (egress rule, NAT), or set docker.proxy or docker.repository",
  },
  {
    says: /no space left on device|more space needed|disk requirements/i,
    fix: "give the machine a larger disk",
  },
  {
    says: /cannot allocate memory|out of memory|\bkilled\b|status 137/i,
    fix: "give the machine more memory: dnf needs 2 GiB",
  },
  {
    says: /(?:unable to find a match|no match for argument): (\S+)/i,
    fix: "the repository has no $1: correct docker.version, packages or docker.channel",
  },
  {
    says: /GPG check FAILED|public key .* is not installed|signature/i,
    fix: "the packages are signed with another key: correct docker.gpgKeyUrl and docker.gpgFingerprint, or the repository",
  },
  {
    says: /nothing provides|conflicts with|problem: |transaction (?:test|check) error/i,
    fix: "packages contradict one another: remove what conflicts from the image or from packages, or choose another docker.version",
  },
  {
    says: /dockerUsers names (\S+), who does not exist/,
    fix: "declare $1 in users, or remove it from dockerUsers",
  },
  {
    says: /use a Rocky Linux 9 image/,
    fix: "use an image of Rocky Linux 9, which has dnf, rpm, curl, gpg and systemctl",
  },
];
