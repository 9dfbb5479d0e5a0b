// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { ownText } from "../../cloud-init/guest-script";

/** Files of guest/: the frame, `ask`, and the collection. */
const shellFiles = ["health", "daemon", "diagnostics"];

/**
 * The script for `bash -s` on the host that collects what a person needs, whether the host is healthy or not. It writes
 * the archive to stdout, for {@link readDiagnostics}, and leaves nothing behind.
 */
export function diagnosticsScript(): string {
  const functions = shellFiles.map((file) => ownText(join(__dirname, "guest", `${file}.sh`)));
  return [...functions, "export -f $(compgen -A function)", "send_diagnostics", ""].join("\n");
}

/** The archive, a tar.gz, from what the host wrote; undefined where that was cut off. */
export function readDiagnostics(output: string): Buffer | undefined {
  const [, letters] =
    /^-----BEGIN DIAGNOSTICS-----\r?\n([A-Za-z0-9+/=\s]+)-----END DIAGNOSTICS-----$/m.exec(output) ?? [];
  return letters === undefined ? undefined : Buffer.from(letters, "base64");
}
