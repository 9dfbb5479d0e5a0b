// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host` for programs in other languages: what needs no cloud.
"use strict";
const load = require("../compiled.js").compiled(__dirname);

// Pulumi calls what a plugin exports.
module.exports = () => load("plugins/component-package").serve(__dirname, load("components"));
