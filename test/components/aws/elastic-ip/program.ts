// SPDX-License-Identifier: Apache-2.0
// A host with an Elastic IP; another GENERATION replaces its machine, another RECHECK has it checked again.
import { AwsDockerHost } from "../../../../components/aws";

const { GENERATION = "1", RECHECK = "" } = process.env;
const host = new AwsDockerHost("web", {
  ...{ sshIngressCidrs: ["203.0.113.0/24"], publicAddress: "elastic", rotateImage: GENERATION },
  health: { triggers: [RECHECK] },
});
export const { address, machineId } = host;
