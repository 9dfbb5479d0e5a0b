#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host`: in a clone it runs the sources beside this file, from npm what was built of them.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const source = join(__dirname, "index.ts");
const isClone = existsSync(source);
if (isClone) require("../../components/from-sources.js");
const { main } = require(isClone ? source : "../../dist/tools/cli/index.js");
const { version } = require("../../package.json");
void main(process.argv.slice(2), { version });
