// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host/problems`: what is wrong with arguments, without making a host of them. Loads no cloud's SDK.
export type { Problem } from "../cloud-init";
export { awsImageProblems } from "./aws/image-rules";
export { awsHostProblems, awsTemplateProblems } from "./aws/problems";
export { gcpImageProblems } from "./gcp/image-rules";
export { gcpHostProblems, gcpTemplateProblems } from "./gcp/problems";
export { localImageProblems } from "./local/image-rules";
export { localHostProblems } from "./local/problems";
export { dockerSwarmProblems } from "./swarm/rules";
