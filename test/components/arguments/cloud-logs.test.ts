// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { type Problem, warnings } from "../../../cloud-init";
import { awsHostProblems } from "../../../components/aws/problems";
import { gcpHostProblems } from "../../../components/gcp/problems";
import { localHostProblems } from "../../../components/local/problems";

type Args = Record<string, unknown>;
const image = { name: "Rocky 9.8", disk: "/images/rocky.qcow2" };
const hosts: Record<string, (args: Args) => Problem[]> = {
  aws: (args) => awsHostProblems({ sshIngressCidrs: ["192.0.2.0/24"], ...args }),
  gcp: (args) => gcpHostProblems("web", { zone: "europe-west1-b", sshSourceRanges: ["192.0.2.0/24"], ...args }),
  local: (args) => localHostProblems({ image, ...args }),
};
const told = (platform: string, args: Args) =>
  warnings(hosts[platform]?.(args) ?? []).map(({ path, message, code }) => `${path} (${code}): ${message}`);

const awslogs = { logDriver: "awslogs", daemonConfig: { "log-opts": { "awslogs-group": "web" } } };
const gcplogs = { daemonConfig: { "log-driver": "gcplogs" } };
const notAws =
  'docker.logDriver (docker/logDriver): "awslogs" takes region and rights from AWS, where this machine is not, and without them no container starts; choose another driver, or bring both in files';
const notGoogle =
  'docker.daemonConfig["log-driver"] (docker/daemonConfig): "gcplogs" takes project and rights from Google Cloud, where this machine is not, and without them no container starts; choose another driver, or bring both in files';

test.each<[string, Args, string[]]>([
  [
    "aws",
    { docker: awslogs },
    [
      'iamInstanceProfile (iamInstanceProfile/missing): is missing: without its rights the log driver "awslogs" lets no container start; name a profile whose role may write to CloudWatch Logs',
    ],
  ],
  [
    "gcp",
    { docker: gcplogs },
    [
      'serviceAccount (serviceAccount/missing): is missing: without its rights the log driver "gcplogs" lets no container start; give one with the role Logs Writer',
    ],
  ],
  ["aws", { docker: gcplogs }, [notGoogle]],
  ["gcp", { docker: awslogs }, [notAws]],
  ["local", { docker: awslogs }, [notAws]],
  ["local", { docker: gcplogs }, [notGoogle]],
])("on %s, the log driver of %j has no rights", (platform, args, expected) => {
  expect(told(platform, args)).toEqual(expected);
});

test.each<[string, Args]>([
  ["aws", { docker: awslogs, iamInstanceProfile: "web" }],
  ["aws", { docker: awslogs, iamInstanceProfile: pulumi.output("web") }],
  [
    "aws",
    {
      docker: {
        logDriver: "awslogs",
        daemonConfig: { "log-opts": { "awslogs-group": "g", "awslogs-credentials-endpoint": "/x" } },
      },
    },
  ],
  ["aws", { docker: { ...awslogs, daemonConfig: { "log-driver": "local" } } }],
  ["gcp", { docker: gcplogs, serviceAccount: { email: "web@p.iam.gserviceaccount.com" } }],
  ["local", { docker: { logDriver: "journald" } }],
  ["local", { docker: pulumi.output(awslogs) }],
  ["local", {}],
])("on %s, nothing is said of %#", (platform, args) => {
  expect(told(platform, args)).toEqual([]);
});
