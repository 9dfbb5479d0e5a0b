// SPDX-License-Identifier: Apache-2.0
import { dirname, join } from "node:path";

import { cacheFolder } from "../../components/cache-folder";

/** The clone. */
export const root = dirname(dirname(__dirname));

/** For Node's `--require`, where it is to read TypeScript. */
export const fromSources = join(root, "components", "from-sources.js");

/** What `npm start` uses in place of what cannot be downloaded. */
export const standIns = join(root, "tools", "stand-ins");

/** Everything that `npm start` makes and `npm stop` removes. */
export const local = join(root, ".pulumi-local");

/** What is worth keeping between clones: engine, images, the result of the acceleration probe. */
export const cache = cacheFolder();
