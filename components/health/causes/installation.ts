// SPDX-License-Identifier: Apache-2.0
import type { Cause } from "./cause";

/** Error messages of dnf, rpm, curl and gpg, the most telling first. */
export const installationCauses: Cause[] = [
  {
    says: /metadata server does not say/,
    fix: "the machine must reach 169.254.169.254: look at what of its image blocks that, such as a firewall of its own",
  },
  {
    says: /holds no OpenPGP key, expected/,
    fix: "what answers there is no key: correct docker.repository or docker.gpgKeyUrl, or look at the proxy or portal that answers in its place",
  },
  {
    says: /holds \w{40}[\w ]*, expected \w{40}/,
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
    says: /could not resolve host|curl(?: error|:) \(6\)/i,
    fix: "give the machine's network a name server and a way out, or set docker.repository to a mirror",
  },
  {
    says: /certificate is not yet valid/i,
    fix: "the clock of the machine is behind: look at `chronyc tracking` on it, and at its way to a time server (UDP port 123)",
  },
  {
    says: /certificate has expired/i,
    fix: "the server's certificate is over, or the clock of the machine is ahead: look at `date` on it",
  },
  {
    says: /SSL (?:certificate )?problem|certificate verify failed|curl(?: error|:) \(60\)/i,
    fix: "something on the machine's way out shows a certificate of its own: add its authority to the image, or set docker.proxy",
  },
  {
    says: /(?:status code: |error: |returned error: )40[13]/i,
    fix: "the server lets nobody in without a login, which docker.repository cannot hold, or not this machine: use a mirror that does",
  },
  {
    says: /status code: 404|returned error: 404|repomd\.xml parser error/i,
    fix: "docker.repository must be the folder that holds `gpg` and `9/`, with this processor and docker.channel below it; correct it, or docker.gpgKeyUrl",
  },
  {
    says: /connection refused|failed to connect|curl(?: error|:) \(7\)/i,
    fix: "nothing answers at the repository's address: correct docker.repository or docker.proxy, or allow the way out (egress rule, NAT)",
  },
  {
    says: /timed? ?out|timeout was reached|curl(?: error|:) \(28\)|operation too slow|no end in \d+ s/i,
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
    fix: "no repository of the machine has $1: correct docker.version, docker.packages or docker.channel, or name the package that brings its repository in docker.packages as well, such as epel-release",
  },
  {
    says: /GPG check FAILED|public key .* is not installed|signature/i,
    fix: "the packages are signed with another key: correct docker.gpgKeyUrl and docker.gpgFingerprint, or the repository",
  },
  {
    says: /nothing provides|conflicts with|problem: |transaction (?:test|check) error/i,
    fix: "packages contradict one another: remove what conflicts from the image or from docker.packages, or choose another docker.version",
  },
  {
    says: /cannot download repomd\.xml|all mirrors were tried/i,
    fix: "a repository cannot be read: look at the way out of the machine and, where it is Docker's, at docker.repository",
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
