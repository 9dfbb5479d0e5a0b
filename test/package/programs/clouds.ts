// SPDX-License-Identifier: Apache-2.0
import type { Instance } from "@pulumi/aws/ec2";
import { AwsDockerHost } from "pulumi-docker-host/aws";
import { GcpDockerHost } from "pulumi-docker-host/gcp";

const build = new AwsDockerHost("build", { sshIngressCidrs: ["203.0.113.0/24"], instanceType: "t3.medium" });
export const instance: Instance = build.instance;
export const stage = new GcpDockerHost("stage", { sshSourceRanges: ["203.0.113.0/24"], zone: "europe-west1-b" });
// @ts-expect-error there is no such argument, so the declarations are not `any`
new AwsDockerHost("build", { instanceTyp: "t3.medium" });
