// SPDX-License-Identifier: Apache-2.0
import { word } from "../../cloud-init/shell";

/** What has `ssh` start a program: it gives the text to a shell, once it has put values in place of `%` and a letter. */
export function proxyCommandText(proxyCommand: string[]): string {
  return proxyCommand.map(word).join(" ").replaceAll("%", "%%");
}

/** The same as a line of its configuration. */
export function proxyCommandLine(proxyCommand: string[]): string {
  return `  ProxyCommand ${proxyCommandText(proxyCommand)}`;
}
