// SPDX-License-Identifier: Apache-2.0
import type { HostSpec, Problem } from "../spec";
import { closesIptables, closesNft, closesZone } from "./firewall";
import { loginOf, lockedOut } from "./login";
import { shown, warning } from "./problem";
import { sshd } from "./sshd";
import { sudoers } from "./sudoers";
import { type WrittenFile, writtenFiles } from "./written-files";

/**
 * What keeps out whoever comes by SSH as the login, to port 22, with its key. These are warnings: who makes a machine of
 * the user data alone may come by another way. For a component, which checks the host, what has the code is an error.
 */
export function* wayIn(spec: HostSpec): Generator<Problem> {
  const files = writtenFiles(spec);
  const login = loginOf(spec);
  yield* sshd(files, login);
  yield* sudoers(files, login, lockedOut);
  for (const file of files) {
    for (const { path, says } of others) {
      const found = path.test(file.path) ? says(file, spec) : undefined;
      if (found) yield warning(file.argument, `${shown(file.path)} ${found.reason}`, found.code ?? "");
    }
  }
}

interface Other {
  path: RegExp;
  says: (file: WrittenFile, spec: HostSpec) => { reason: string; code?: string } | undefined;
}

const closedFirewall = {
  reason: "closes the machine and names neither ssh nor port 22, by which it is reached; let that in",
  code: `${lockedOut}/maybe`,
};

const others: Other[] = [
  {
    // Red Hat took out TCP wrappers with EL8.
    path: /^\/etc\/hosts\.(allow|deny)$/,
    says: () => ({ reason: "is read by nothing on Enterprise Linux 9; use firewall rules, or AllowUsers of sshd" }),
  },
  {
    path: /^\/etc\/nologin$/,
    says: () => ({ reason: "keeps out everybody but root; leave it out", code: lockedOut }),
  },
  {
    path: /^\/etc\/(passwd|shadow|group|gshadow)$/,
    says: ({ isAppended }) =>
      isAppended
        ? undefined
        : { reason: "takes the place of the image's users; declare yours in users", code: lockedOut },
  },
  {
    path: /^\/(root|home\/[^/]+)\/\.ssh\/authorized_keys$/,
    says: ({ path, isLate, isAppended }, { login }) =>
      isLate && !isAppended && path === `${login === "root" ? "" : "/home"}/${login}/.ssh/authorized_keys`
        ? {
            reason: "takes the place of the login's keys; add yours with cloudConfig.ssh_authorized_keys",
            code: lockedOut,
          }
        : undefined,
  },
  {
    path: /^\/etc\/(nftables\/[^/]+|sysconfig\/nftables\.conf|nftables\.conf)$/,
    says: ({ content }) => (closesNft(content) ? closedFirewall : undefined),
  },
  {
    path: /^\/etc\/sysconfig\/ip6?tables$/,
    says: ({ content }) => (closesIptables(content) ? closedFirewall : undefined),
  },
  {
    path: /^\/etc\/firewalld\/zones\/public\.xml$/,
    says: ({ content }) => (closesZone(content) ? closedFirewall : undefined),
  },
  {
    path: /^\/etc\/firewalld\/firewalld\.conf$/,
    says: ({ content }) => (/^\s*DefaultZone\s*=\s*(drop|block)\b/m.test(content) ? closedFirewall : undefined),
  },
];
