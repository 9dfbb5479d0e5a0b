// SPDX-License-Identifier: Apache-2.0
// The commands of tools/cli/ for scripts of package.json: `npm run check`. They bring the Pulumi that they need, also on a
// computer that has none.
import { main } from "./cli";
import { ensurePulumi } from "./setup/pulumi";

void main(process.argv.slice(2), { pulumi: () => ensurePulumi((line) => console.error(line)) });
