// SPDX-License-Identifier: Apache-2.0
// Stands in for AWS's Session Manager plugin, which the AWS CLI starts with a session that it has opened.
import { intoMachine, main, note } from "./lab";

async function plugin(): Promise<number> {
  const words = process.argv.slice(2);
  note("session-manager-plugin", words);
  if (words[0] === "--version") {
    process.stdout.write("1.2.764.0\n");
    return 0;
  }
  const { StreamUrl } = JSON.parse(process.env[words[0] ?? ""] ?? words[0] ?? "") as { StreamUrl: string };
  // It says that on stdout, where SSH is expected.
  if (!(await intoMachine(StreamUrl)))
    process.stdout.write("\nConnection to destination port failed, check SSM Agent logs.\n");
  return 0;
}

void main(plugin);
