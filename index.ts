// SPDX-License-Identifier: Apache-2.0
// Everything at once, for programs in other languages: `pulumi package add` runs these sources, and begins at this file
// because package.json has no `main`. It loads every cloud's SDK; what npm's users import is components/index.ts.
export * from "./components";
export * from "./components/aws";
export * from "./components/gcp";
