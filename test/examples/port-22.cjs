// SPDX-License-Identifier: Apache-2.0
// For the health check's process: port 22 of every address leads to a port of this computer, as PULUMI_LAB_SSH_PORT says.
"use strict";
const net = require("node:net");

const { connect } = net;
const guest = { host: "127.0.0.1", port: Number(process.env.PULUMI_LAB_SSH_PORT) };
net.connect = (options, ...more) => connect(options.port === 22 ? { ...options, ...guest } : options, ...more);
