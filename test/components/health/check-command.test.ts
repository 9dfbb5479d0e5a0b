// SPDX-License-Identifier: Apache-2.0
import { checkCommand } from "../../../components/health/check-command";
import { defaultLimits } from "../../../components/health/probes";

test("the check runs as root, ends by itself a minute after its limit, and tells what it is at", () => {
  expect(checkCommand({ ...defaultLimits, total: 900 })).toEqual({
    create: `$([ "$(id -u)" = 0 ] || echo sudo -n) timeout -k 10 960 bash -s`,
    addPreviousOutputInEnv: false,
    logging: "stderr",
  });
});
