// SPDX-License-Identifier: Apache-2.0
import { word } from "../../cloud-init/shell";

/** The line that has `ssh` start a program: it gives the text to a shell, once it has put values in place of `%` and a letter. */
export function proxyCommandLine(proxyCommand: string[]): string {
  return `  ProxyCommand ${proxyCommand.map(word).join(" ").replaceAll("%", "%%")}`;
}
