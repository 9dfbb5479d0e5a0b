// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host/problems`: what is wrong with arguments, without making a host of them. Loads no cloud's SDK.
export type { Problem } from "../cloud-init";
export { swarmMemberProblems } from "../cloud-init/validate/daemon/swarm";
export { awsImageProblems } from "./aws/image-rules";
export { awsHostProblems, awsTemplateProblems } from "./aws/problems";
export { awsSwarmNetworkProblems } from "./aws/swarm-network-rules";
export { gcpImageProblems } from "./gcp/image-rules";
export { gcpHostProblems, gcpTemplateProblems } from "./gcp/problems";
export { gcpSwarmNetworkProblems } from "./gcp/swarm-network-rules";
export { localImageProblems } from "./local/image-rules";
export { localHostProblems } from "./local/problems";
export { dockerSwarmProblems } from "./swarm/rules";
