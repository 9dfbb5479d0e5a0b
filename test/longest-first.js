// SPDX-License-Identifier: Apache-2.0
// Jest begins with the files that took longest the last time, so that none of them is alone at the end. Where there was no last
// time, as in a fresh clone, it goes by their sizes, which say little here: then these are the seconds that they take.
const { join, relative, sep } = require("node:path");

const { default: Sequencer } = require("@jest/test-sequencer");

const root = join(__dirname, "..");

/** What takes longer than ten seconds, where two run side by side. */
const seconds = {
  "test/faults/faults.test.ts": 1150,
  "test/e2e/local.test.ts": 930,
  "test/e2e/swarm.test.ts": 430,
  "test/e2e/gcp.test.ts": 370,
  "test/e2e/aws.test.ts": 320,
  "test/e2e/baked.test.ts": 300,
  "test/e2e/aws-image.test.ts": 270,
  "test/e2e/daemon-json.test.ts": 23,
  "test/e2e/ephemeral.test.ts": 17,
  "test/components/ephemeral/ephemeral-docker-host.test.ts": 140,
  "test/components/gcp/bake-killed.test.ts": 130,
  "test/tools/acceptance/test-cloud.test.ts": 120,
  "test/package/install.test.ts": 100,
  "test/examples/platform.test.ts": 74,
  "test/docs/install-lines.test.ts": 73,
  "test/stacks/preview.test.ts": 52,
  "test/components/gcp/bake-ctrl-c.test.ts": 50,
  "test/components/local/another-machine.test.ts": 49,
  "test/components/health/host-health.test.ts": 48,
  "test/stacks/program.test.ts": 43,
  "test/components/aws/elastic-ip.test.ts": 37,
  "test/plugins/hosts.test.ts": 33,
  "test/components/gcp/bake.test.ts": 27,
  "test/plugins/plugins.test.ts": 25,
  "test/components/docker-provider/on-the-engine.test.ts": 25,
  "test/policies/pack.test.ts": 20,
  "test/plugins/yaml.test.ts": 19,
  "test/components/ephemeral/reap.test.ts": 15,
  "test/components/health/health-limits.test.ts": 55,
  "test/components/health/own-probes.test.ts": 28,
  "test/cloud-init/guest/interrupted.test.ts": 27,
  "test/components/health/health-failures.test.ts": 23,
  "test/components/health/health.test.ts": 17,
  "test/cloud-init/guest/install.test.ts": 17,
  "test/components/access/equal.test.ts": 16,
  "test/components/gcp/guest/bootstrap.test.ts": 11,
  "test/components/bake/guest/seal.test.ts": 10,
  "test/components/health/check-host.test.ts": 28,
  "test/tools/cli/help.test.ts": 21,
  "test/components/platforms.test.ts": 16,
  "test/tools/cli/check.test.ts": 15,
  "test/components/arguments/junk.test.ts": 14,
  "test/tools/cli/open-ssh.test.ts": 14,
  "test/tools/schema.test.ts": 12,
  "test/components/ssh/command-way.test.ts": 11,
  "test/components/swarm/ports.test.ts": 11,
  "test/components/ssh/dial.test.ts": 11,
  "test/cloud-init/guest/already-there.test.ts": 11,
};

class LongestFirst extends Sequencer {
  /** Milliseconds. Jest puts what it knows no time of before all others, so that each file has one. */
  time(test) {
    return super.time(test) ?? 1000 * (seconds[relative(root, test.path).split(sep).join("/")] ?? 1);
  }
}

module.exports = LongestFirst;
module.exports.files = Object.keys(seconds);
