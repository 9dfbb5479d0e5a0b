// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Of guest/: the frame, `ask`, and what collects. */
const shellFiles = ["health", "daemon", "diagnostics"];

/**
 * The text for `bash -s` on the host that collects what a person needs, whether the host is healthy or not, and writes it
 * to stdout as {@link readDiagnostics} reads it. It leaves nothing behind.
 */
export function diagnosticsScript(): string {
  const functions = shellFiles.map((file) => readFileSync(join(__dirname, "guest", `${file}.sh`), "utf8"));
  return [...functions, "export -f $(compgen -A function)", "send_diagnostics", ""].join("\n");
}

/** The archive, a tar.gz, in what the host wrote; absent where it broke off. */
export function readDiagnostics(output: string): Buffer | undefined {
  const [, letters] =
    /^-----BEGIN DIAGNOSTICS-----\r?\n([A-Za-z0-9+/=\s]+)-----END DIAGNOSTICS-----$/m.exec(output) ?? [];
  return letters === undefined ? undefined : Buffer.from(letters, "base64");
}
