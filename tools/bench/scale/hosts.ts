// SPDX-License-Identifier: Apache-2.0
// A hundred hosts of ours, with the least arguments.
import { AwsDockerHost } from "../../../components/aws";
import { measured, names } from "./program";

measured(() => {
  for (const name of names) new AwsDockerHost(name, { sshIngressCidrs: ["203.0.113.0/24"] });
});
