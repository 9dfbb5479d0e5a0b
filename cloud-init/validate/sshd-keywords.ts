// SPDX-License-Identifier: Apache-2.0
import { type KeyType, sshNames } from "../key-type";
import { shown } from "./problem";
import { fits, type Login, type Setting } from "./sshd-config";

/** What is wrong with a setting, and what to write; `isSure` where the image decides as well. */
export interface Fault {
  reason: string;
  isSure?: boolean;
}
export interface Keyword {
  name: string;
  /** sshd takes all of its lines together, and of other keywords the first line. */
  isList?: boolean;
  /** What it is set to may hold a secret, and is not shown. */
  isHidden?: boolean;
  fault: (words: string[], who: Who, setting: Setting) => Fault | string | undefined;
}
export interface Who extends Login {
  /** Whether the caller's commands or cloud-config name a group: they may put the login into it. */
  isNamed: (group: string) => boolean;
  commands: string;
  /** Of the keys that are made for the machine and the login. */
  keyType: KeyType;
}

/** sshd takes a value of a fixed set in any case. */
const isOneOf = (word: string | undefined, ...values: string[]) => values.includes(word?.toLowerCase() ?? "");
const someone = (words: string[], name: string) => words.some((word) => fits(name, word.replace(/@.*$/, "")));
const anyGroup = (words: string[], groups: string[]) => groups.some((group) => words.some((word) => fits(group, word)));
/** A list of algorithms takes the place of the image's, unless it begins with one of `+`, `-` and `^`. */
const lacks = ([list = ""]: string[], type: string) =>
  list.startsWith("-")
    ? list
        .slice(1)
        .split(",")
        .some((one) => fits(type, one))
    : !/^[+^]/.test(list) && !list.split(",").some((one) => fits(type, one));

/** What keeps the login out, by sshd's keyword. */
export const keywords: Keyword[] = [
  {
    name: "AllowUsers",
    isList: true,
    fault: (words, { name }) => (someone(words, name) ? undefined : `leaves out the login; add ${shown(name)}`),
  },
  {
    name: "DenyUsers",
    isList: true,
    fault: (words, { name }) =>
      someone(words, name)
        ? { reason: "keeps out the login; take it out", isSure: words.some((word) => fits(name, word)) }
        : undefined,
  },
  {
    name: "AllowGroups",
    isList: true,
    fault: (words, { name, groups, isNamed }) =>
      anyGroup(words, groups) || words.some(isNamed)
        ? undefined
        : { reason: `names no group of the login (${groups.join(", ")}); add ${shown(name)}`, isSure: false },
  },
  {
    name: "DenyGroups",
    isList: true,
    fault: (words, { groups }) => (anyGroup(words, groups) ? "names a group of the login; take it out" : undefined),
  },
  {
    name: "PubkeyAuthentication",
    fault: ([word]) =>
      isOneOf(word, "no") ? "lets no key in, and the login has nothing else; take it out" : undefined,
  },
  {
    name: "AuthenticationMethods",
    fault: (words) =>
      words.some((word) => word === "any" || word === "publickey")
        ? undefined
        : `wants more than a key, and the login has nothing else; add "publickey" by itself`,
  },
  {
    name: "AuthorizedKeysFile",
    // cloud-init writes the keys to where the main file says, if that is a file for each user.
    fault: (words, { name, commands }, { isKnownToCloudInit }) =>
      words.some((word) => word.replace(/^(%h|\/home\/(%u|[^/%]+))\//, "") === ".ssh/authorized_keys") ||
      (isKnownToCloudInit && words.some((word) => /%[uh]/.test(word)))
        ? undefined
        : {
            reason: `leaves out the file with the login's key; add ".ssh/authorized_keys"`,
            isSure: !commands.includes("authorized_keys") && !commands.includes(`/${name}`),
          },
  },
  {
    name: "PubkeyAcceptedAlgorithms",
    fault: (words, { keyType }) =>
      lacks(words, sshNames[keyType])
        ? {
            reason: `leaves out the type of the key that is made for the login; add "${sshNames[keyType]}"`,
            isSure: false,
          }
        : undefined,
  },
  {
    name: "HostKeyAlgorithms",
    fault: (words, { keyType }) =>
      lacks(words, sshNames[keyType])
        ? { reason: `leaves out the machine's key, which may be pinned; add "${sshNames[keyType]}"`, isSure: false }
        : undefined,
  },
  {
    name: "HostKey",
    isList: true,
    fault: (words, { keyType }) =>
      words.includes(`/etc/ssh/ssh_host_${keyType}_key`)
        ? undefined
        : {
            reason: `leaves out the machine's key, which may be pinned; add "HostKey /etc/ssh/ssh_host_${keyType}_key"`,
            isSure: false,
          },
  },
  {
    name: "PermitRootLogin",
    fault: ([word = ""], { name }) =>
      name === "root" && isOneOf(word, "no", "forced-commands-only") ? "keeps out the login; take it out" : undefined,
  },
  {
    name: "UsePAM",
    fault: ([word]) =>
      isOneOf(word, "no") ? "lets no user in who has no password, and the login has none; take it out" : undefined,
  },
  {
    name: "AddressFamily",
    fault: ([word]) =>
      isOneOf(word, "inet6") ? "takes no IPv4, by which the machine is reached; take it out" : undefined,
  },
  {
    name: "ForceCommand",
    isHidden: true,
    fault: ([word]) =>
      isOneOf(word, "none")
        ? undefined
        : {
            reason: "runs in the place of what looks at the host, unless it runs that itself; put it below a Match",
            isSure: word === "internal-sftp",
          },
  },
  {
    name: "ChrootDirectory",
    fault: ([word]) => (isOneOf(word, "none") ? undefined : "hides the host from the login; put it below a Match"),
  },
  {
    name: "MaxSessions",
    fault: ([word]) => (word === "0" ? "allows no command; use sshMaxSessions, with 1 or more" : undefined),
  },
];
/** The older name of a keyword, which sshd takes as well. */
export const olderNames: Record<string, string> = { pubkeyacceptedkeytypes: "pubkeyacceptedalgorithms" };
