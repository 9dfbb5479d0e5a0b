// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host-gcp` for programs in other languages. Whoever uses it gets the Google Cloud plugin, and nobody else does.
"use strict";
const load = require("../compiled.js").compiled(__dirname);

// Pulumi calls what a plugin exports.
module.exports = () => load("plugins/component-package").serve(__dirname, load("components/gcp"));
