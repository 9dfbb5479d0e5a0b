// SPDX-License-Identifier: Apache-2.0
import { type HostSpecInput, read } from "../../../cloud-init";

export type Files = [path: string, content: string, member?: object][];

/** What is said of files, and how sure it is: `sure` is an error for a host that is checked. */
export function said(files: Files, further: Partial<HostSpecInput> = {}): string[] {
  const list = files.map(([path, content, member]) => ({ path, content, ...member }));
  const { problems } = read({ login: "rocky", ...further, files: list });
  return problems.map(({ code, path, message }) => {
    const degree = { "ssh/locked-out": "sure", "ssh/locked-out/maybe": "maybe" }[code] ?? "note";
    return `${degree}: ${path.replace(/^files\[0\]\.content/, "")}: ${message}`;
  });
}
