// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../spec";
import { lockedOut } from "./login";
import { shown, warning } from "./problem";
import { inForce, type Setting, sshdFiles, sshdLines } from "./sshd-config";
import { keywords, olderNames, type Who } from "./sshd-keywords";
import { faults } from "./sshd-values";
import type { WrittenFile } from "./written-files";

/** What keeps the login out in files of sshd's configuration. */
export function* sshd(files: WrittenFile[], who: Who): Generator<Problem> {
  for (const { path, argument } of files) {
    if (/^\/etc\/ssh\/sshd_config\.d\/[^/]*$/.test(path) && !path.endsWith(".conf")) {
      yield warning(argument, `sshd reads only files that end in ".conf" there; write it to ${shown(`${path}.conf`)}`);
    }
  }
  const read = sshdFiles(files);
  for (const { content, argument } of read) {
    for (const fault of faults(content)) yield warning(argument, fault, `${lockedOut}/maybe`);
  }
  const lines = sshdLines(read, who).map((line) => ({
    ...line,
    keyword: olderNames[line.keyword] ?? line.keyword,
  }));
  const at = (name: string, isList = false) => inForce(lines, name.toLowerCase(), isList);
  for (const { name, isList, isHidden, fault } of keywords) {
    for (const setting of at(name, isList)) {
      const found = fault(setting.words, who, setting);
      const { reason, isSure = true } = typeof found === "string" ? { reason: found } : (found ?? { reason: "" });
      if (reason !== "") yield problem(name, isHidden ? { ...setting, words: [] } : setting, reason, isSure);
    }
  }
  yield* ports(at("Port", true), at("ListenAddress", true));
}

function problem(name: string, { words, argument, isSure }: Setting, reason: string, isCertain: boolean): Problem {
  const code = isSure && isCertain ? lockedOut : `${lockedOut}/maybe`;
  return warning(argument, `${shown([name, ...words].join(" "))} ${reason}`, code);
}

/** `ListenAddress` without a port means each `Port`, or else 22. */
function* ports([port]: Setting[], [address]: Setting[]): Generator<Problem> {
  const isStandard = !port || port.words.some((word) => Number(word) === 22);
  const way = "and the machine is reached at port 22";
  if (!address) {
    if (port && !isStandard) yield problem("Port", port, `opens another port, ${way}; add "Port 22"`, true);
    return;
  }
  const places = address.words.map((word) => /^(\[.*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(word) ?? []);
  const open = places.filter(([, , given]) => (given === undefined ? isStandard : Number(given) === 22));
  if (open.length === 0) {
    yield problem("ListenAddress", address, `opens another port, ${way}; take it out`, true);
  } else if (open.every(([, host = ""]) => /^(127\.|localhost$|\[?::1\]?$)/.test(host))) {
    yield problem("ListenAddress", address, "opens no address that can be reached from outside; take it out", true);
  } else if (!open.some(([, host = ""]) => /^(0\.0\.0\.0|\*)$/.test(host))) {
    yield problem("ListenAddress", address, "is to be the machine's own address; take it out", false);
  }
}
