// SPDX-License-Identifier: Apache-2.0
// Prints what @arethetypeswrong/core, which jest cannot load, finds in a tarball: `{problems, resolved}` as JSON.
import { readFileSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";

const found = await checkPackage(createPackageFromTarballData(readFileSync(process.argv[2])));
const resolved = Object.entries(found.entrypoints).flatMap(([entry, { resolutions }]) =>
  Object.entries(resolutions).map(([mode, { resolution }]) => `${entry} ${mode} ${resolution?.fileName ?? "nothing"}`),
);
console.log(JSON.stringify({ problems: found.problems, resolved }));
