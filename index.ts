// SPDX-License-Identifier: Apache-2.0
/// <reference lib="es2022" />
// Everything at once, for programs in other languages: `pulumi package add` runs these sources, and begins at this file
// because package.json has no `main`. It loads every cloud's SDK; what npm's users import is components/index.ts.
// Pulumi compiles them with the options of the program that uses them, or its own: without the line above for ES2020.
export * from "./components";
export * from "./components/aws";
export * from "./components/gcp";
