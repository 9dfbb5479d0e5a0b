// SPDX-License-Identifier: Apache-2.0
// What somebody without a cloud writes, compiled with the declarations of everything that it uses.
import * as pulumi from "@pulumi/pulumi";
import { type DockerHostOutputs, HostHealth, LocalDockerHost } from "pulumi-docker-host";
import { errors, read, userData } from "pulumi-docker-host/cloud-init";
import { type HealthReport, parseReport } from "pulumi-docker-host/health";
import { localHostProblems } from "pulumi-docker-host/problems";
import { LocalDockerHost as Same, type LocalDockerHostArgs } from "pulumi-docker-host/local";

const args: LocalDockerHostArgs = {
  image: { name: "Rocky 9.8", disk: "/images/rocky.qcow2" },
  users: [{ name: "ci" }],
  dockerUsers: ["ci"],
};
const host: DockerHostOutputs = new LocalDockerHost("web", args);
const same: typeof LocalDockerHost = Same;
const other = new HostHealth("other", { connection: host.connection, dockerUsers: ["ci"] });
export const endpoint: pulumi.Output<string> = host.dockerHost;
export const report: pulumi.Output<HealthReport> = other.report;
export const healthy: boolean = parseReport("").healthy;
export const { spec, problems } = read({ login: "rocky" });
export const text = spec && errors(problems).length === 0 ? userData(spec, "ec2").text : same.name;
export const codes: string[] = localHostProblems(args).map(({ code }) => code);
// @ts-expect-error a port is a number, so the declarations are not `any`
new LocalDockerHost("web", { sshPort: "2222" });
