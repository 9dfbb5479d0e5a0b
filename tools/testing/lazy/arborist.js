// SPDX-License-Identifier: Apache-2.0
// See typescript.js.
module.exports = {
  __esModule: true,
  get Arborist() {
    return require("../../../node_modules/@npmcli/arborist").Arborist;
  },
};
