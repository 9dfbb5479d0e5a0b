// SPDX-License-Identifier: Apache-2.0
// A program of its own: see ../outcome.ts.
import * as pulumi from "@pulumi/pulumi";

import { AwsDockerHost } from "../../../components/aws/docker-host";
import { type DockerProviderOptions, dockerProvider } from "../../../components/docker-provider";
import * as aws from "../aws/host-under-test";
import { outcomeOf, printOutcomes } from "../outcome";
import { RecordedProgram } from "../recorded-program";

const cases: Record<string, DockerProviderOptions> = {
  "the provider is to have the password": {},
  "an agent logs in": { withoutKey: true },
};

/** A machine that cannot be made, with a bastion whose password is known before. */
const outcome = (options: DockerProviderOptions) =>
  outcomeOf(
    () =>
      RecordedProgram.start(
        (registered) => {
          if (registered.name === "web-machine") throw new Error("there is no machine");
          return aws.healthy(registered);
        },
        { call: aws.account() },
      ),
    () => {
      const proxy = { host: "bastion.example.com", password: pulumi.secret("hunter2") };
      const host = new AwsDockerHost("web", { ...aws.base, publicAddress: "none", subnetId: "subnet-0a", proxy });
      return { urn: dockerProvider("docker", host, options).provider.urn };
    },
    ["urn"],
  );

void printOutcomes(cases, outcome);
