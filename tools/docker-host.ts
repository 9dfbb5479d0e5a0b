// SPDX-License-Identifier: Apache-2.0
// The commands of tools/cli/ for scripts of package.json: `npm run check`. They bring the Pulumi that they need, also on a
// computer that has none, and for an image what it is made from.
import { main } from "./cli";
import { imageBase } from "./setup/image-base";
import { ensurePulumi } from "./setup/pulumi";

const report = (line: string) => console.error(line);
void main(process.argv.slice(2), { pulumi: () => ensurePulumi(report), image: () => imageBase(report) });
