// SPDX-License-Identifier: Apache-2.0
// What `--policy-pack` runs: in a clone the sources beside this file, from npm what was built of them.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const isClone = existsSync(join(__dirname, "index.ts"));
if (isClone) require("../components/from-sources.js");
const built = (path) => require(join(__dirname, "..", ...(isClone ? [] : ["dist"]), path));
built("components/optional-peer").requirePeer("pulumi-docker-host/policies", "@pulumi/policy", "^1.21.0");
const { policies } = built("policies/index");
const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("pulumi-docker-host", { enforcementLevel: "mandatory", policies });
