// SPDX-License-Identifier: Apache-2.0
import { quote } from "../../cloud-init/shell";

/** The line that has `ssh` start a program: it gives the text to a shell, once it has put values in place of `%` and a letter. */
export function proxyCommandLine(proxyCommand: string[]): string {
  const words = proxyCommand.map((word) => (/^[\w./:=@+-]+$/.test(word) ? word : quote(word)));
  return `  ProxyCommand ${words.join(" ").replaceAll("%", "%%")}`;
}
