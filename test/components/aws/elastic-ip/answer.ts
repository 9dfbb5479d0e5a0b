// SPDX-License-Identifier: Apache-2.0
// In place of the programs of a check, which would dial: who would have answered there at this moment, by the records of the
// stand-in for EC2. A machine's id is the id of its boot. The file `ill` makes each machine fail its check.
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { AddressOrder } from "../../../../components/health/address-order";
import type { CheckOrder } from "../../../../components/health/check-order";
import { readDialled } from "../../../../components/health/dialled";
import { failureScreen } from "../../../../components/health/failure-screen";
import { stateFolder } from "../../../../components/state-folder";
import { CloudFolder } from "../../../lab/cloud/folder";
import { elasticIps, instances } from "../../../lab/ec2/records";

const cloud = CloudFolder.fromEnvironment();
const text = readFileSync(0, "utf8");
const order = JSON.parse(text) as CheckOrder & Partial<AddressOrder>;
const folder = stateFolder("checks", createHash("sha256").update(text).digest("hex"));
const { host: dialled = order.connection.host, note } = readDialled(folder) ?? {};
const answers = cloud.all(instances).find(({ publicIp }) => publicIp === dialled)?.id ?? "nobody";
const [elastic] = cloud.all(elasticIps);
const what = order.bootId === undefined ? "check" : "address";
const over = dialled === elastic?.publicIp ? "elastic" : "own";
appendFileSync(
  join(cloud.path, "dialled"),
  `${JSON.stringify({ what, over, answers, holder: elastic?.instanceId })}\n`,
);

const fails = what === "check" ? cloud.has("ill") : order.bootId !== answers;
if (fails) {
  const failure = { stage: "units", what: "Docker does not run", where: "stage units of the check", seconds: 1 };
  const screen = failureScreen(order.host, { ...failure, cause: "seen", fix: "mend it", log: [] }, [], 80, note);
  process.stderr.write(`${screen}\n`);
  process.exitCode = 1;
} else if (what === "address") process.stdout.write(answers);
else {
  const report = { version: 1, host: order.host, healthy: true, dockerVersion: "29.1.0", stage: "", seconds: 1 };
  process.stdout.write(`{"probe":"server","status":"pass","ms":1,"detail":"29.1.0"}\n`);
  process.stdout.write(`${JSON.stringify({ ...report, bootId: answers, finished: "2026-11-24T12:00:00Z" })}\n`);
}
