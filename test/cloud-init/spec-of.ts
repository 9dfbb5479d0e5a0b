// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";

import { complete, type HostSpec, type HostSpecInput } from "../../cloud-init";

/** The least spec with something changed. */
export function specOf(input: Partial<HostSpecInput> = {}): HostSpec {
  return complete({ login: "rocky", ...input });
}

/** Real public keys of nobody. */
export const keys = {
  ed25519: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID+3HzMjKxVT6guzujBYgXGZB5JrRq/snCU0plqFpzki ci@example",
  ecdsa:
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBIune7igmQeQMvKgz1ygjvhRy9KF8GfKkXapDacVOsuVYvDeFmtG6MXp5b57uNFjJParRqZl5lSDYHPBcA3UBgc= ben@example",
};

const folder = join(__dirname, "../../cloud-init/examples");

/** The documented examples, as they stand in their files. */
export const examples: [string, HostSpecInput][] = readdirSync(folder).map((file) => [
  basename(file, ".yaml"),
  parse(readFileSync(join(folder, file), "utf8")) as HostSpecInput,
]);
