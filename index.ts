// SPDX-License-Identifier: Apache-2.0
// Everything at once, of which `npm run schema` makes what this package is in other languages: Pulumi's analyzer begins at
// this file. It loads every cloud's SDK; what npm's users import is components/index.ts, what other languages run plugins/.
export * from "./components";
export * from "./components/aws";
export * from "./components/gcp";
