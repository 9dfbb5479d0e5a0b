// SPDX-License-Identifier: Apache-2.0
// In place of the program of a health check, which would look over SSH: the probes as they are, on the scratch host of
// their own tests.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";

import type { CheckOrder } from "../../components/health/check-order";
import { check } from "../components/health/scratch-host";

const { host, prepares } = JSON.parse(readFileSync(0, "utf8")) as CheckOrder;
// On a host these are paths from the root.
const root = new RegExp(`${tmpdir()}/host-\\w+/root(?=/)`, "g");
const restarted = "boot-1\n";
const { code, stdout, stderr } = check({ expected: { name: host } });
process.stdout.write(prepares ? restarted : stdout.replace(root, ""));
process.stderr.write(stderr.replace(root, ""));
process.exitCode = code ?? 1;
