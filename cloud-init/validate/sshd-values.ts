// SPDX-License-Identifier: Apache-2.0
// Lines with which sshd does not start, as `sshd -t` says of them. They are in the way in each `Match`, whoever it is for.
import { nearest } from "./names";
import { shown } from "./problem";
import { wordsOf } from "./sshd-config";
import { sshdNames, words } from "./sshd-names";

/** Keywords for yes or no. */
const flags = [
  ...words(
    "allowagentforwarding challengeresponseauthentication disableforwarding exposeauthinfo gssapiauthentication",
  ),
  ...words("gssapicleanupcredentials gssapikeyexchange gssapistorecredentialsonrekey gssapistrictacceptorcheck"),
  ...words("hostbasedauthentication hostbasedusesnamefrompacketonly ignoreuserknownhosts kbdinteractiveauthentication"),
  ...words("keepalive kerberosauthentication kerberosorlocalpasswd kerberosticketcleanup passwordauthentication"),
  ...words("permitemptypasswords permittty permituserrc printlastlog printmotd pubkeyauthentication strictmodes"),
  ...words("streamlocalbindunlink tcpkeepalive usedns usepam x11forwarding x11uselocalhost"),
];
/** What other keywords of one word allow. */
const choices: Record<string, string[]> = {
  addressfamily: words("any inet inet6"),
  allowstreamlocalforwarding: words("yes all no remote local"),
  allowtcpforwarding: words("yes all no remote local"),
  compression: words("yes delayed no"),
  gatewayports: words("yes no clientspecified"),
  ignorerhosts: words("yes no shosts-only"),
  permitrootlogin: words("yes no prohibit-password without-password forced-commands-only"),
};
const numbers = words("clientalivecountmax maxauthtries maxsessions x11displayoffset");
const global = [
  ...words("addressfamily ciphers compression fingerprinthash hostcertificate hostkey hostkeyalgorithms kexalgorithms"),
  ...words("listenaddress logingracetime macs maxstartups modulifile permituserenvironment pidfile port printlastlog"),
  ...words("printmotd strictmodes syslogfacility tcpkeepalive usedns usepam versionaddendum"),
];
const criteria = words("user group host localaddress localport rdomain address");

/** What is wrong with each line, without what it is set to: that may be a secret. */
export function* faults(content: string): Generator<string> {
  let isInMatch = false;
  for (const line of content.split(/\r?\n/)) {
    const [, name = "", rest = ""] = /^\s*([A-Za-z]\w*)(?![^\s=])(.*)$/.exec(line) ?? [];
    const keyword = name.toLowerCase();
    if (keyword === "") continue;
    const says = faultOf(keyword, rest.replace(/^\s*=/, ""), isInMatch);
    if (says !== undefined) yield `${shown(keyword)} ${says}`;
    if (keyword === "match") isInMatch = true;
  }
}

function faultOf(keyword: string, rest: string, isInMatch: boolean): string | undefined {
  if (!sshdNames.includes(keyword)) {
    const meant = nearest(keyword, sshdNames);
    const advice = meant === undefined ? "take it out" : `did you mean ${shown(meant)}?`;
    return `is no keyword of sshd, which does not start with one that it does not know; ${advice}`;
  }
  const must = (what: string) => `must have ${what}, or sshd does not start`;
  const [first, ...further] = wordsOf(rest, keyword === "match");
  if (first === undefined) return must("a value");
  if (keyword === "match") return matchFault([first, ...further], must);
  if (isInMatch && global.includes(keyword)) return "may not stand in a Match, or sshd does not start; put it before";
  const allowed = flags.includes(keyword)
    ? ["yes", "no"]
    : Object.hasOwn(choices, keyword)
      ? choices[keyword]
      : undefined;
  if (allowed && !allowed.includes(first.toLowerCase())) return must(`one of ${allowed.join(", ")}`);
  if (numbers.includes(keyword) && !/^\d+$/.test(first)) return must("a whole number");
  const isOne = allowed !== undefined || numbers.includes(keyword) || keyword === "port";
  return isOne && further.length > 0 ? must("one value") : undefined;
}

function matchFault(list: string[], must: (what: string) => string): string | undefined {
  if (list.some((word) => word.toLowerCase() === "all") && list.length === 1) return undefined;
  const names = list.filter((_word, i) => i % 2 === 0);
  return list.length % 2 === 0 && names.every((name) => criteria.includes(name.toLowerCase()))
    ? undefined
    : must(`"all", or one of ${criteria.join(", ")} with its value, or several such pairs`);
}
