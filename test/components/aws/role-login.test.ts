// SPDX-License-Identifier: Apache-2.0
// Registries at which an AWS machine's role logs in.
import type { AwsDockerHostArgs } from "../../../components/aws/args";
import { awsHostProblems } from "../../../components/aws/problems";
import { orderOf, programWith } from "./host-under-test";

const ecr = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const at = (...hosts: string[]) => hosts.map((host) => ({ host, login: "cloud" as const }));
const found = (args: AwsDockerHostArgs) =>
  awsHostProblems({ sshIngressCidrs: ["203.0.113.0/24"], ...args }).map(
    ({ severity, path, message }) => `${severity} ${path}: ${message}`,
  );

test("those of AWS are taken, with an instance profile", () => {
  const registries = at(
    ecr,
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
    "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
    "123456789012.dkr-ecr.eu-central-1.on.aws",
    "public.ecr.aws",
  );
  expect(found({ iamInstanceProfile: "web", registries })).toEqual([]);
});

test("others are refused", () => {
  const instead = `is no registry at which login "cloud" works on AWS: name one like "ACCOUNT.dkr.ecr.REGION.amazonaws.com" or "public.ecr.aws", or give username and password`;
  const hosts = ["gcr.io", "12.dkr.ecr.eu-central-1.amazonaws.com", `${ecr}.example.com`];
  expect(found({ iamInstanceProfile: "web", registries: at(...hosts) })).toEqual(
    hosts.map((host, i) => `error registries[${i}].host: "${host}" ${instead}`),
  );
});

test("without an instance profile they are refused by that argument", () => {
  expect(found({ registries: at(ecr) })).toEqual([
    `error iamInstanceProfile: is missing: registries[0] has login "cloud", which is that of the machine's role; name a profile whose role has the policy AmazonEC2ContainerRegistryReadOnly`,
  ]);
});

test.each([
  [
    "http://t0ken@proxy.example:3128",
    "holds a user or password, and everybody on the machine may read what docker asks",
  ],
  ["https://proxy.example:3129", "is itself spoken to by TLS, which what docker asks does not know"],
])("a proxy by which the program cannot go, %s, is warned of", (proxy, why) => {
  const ofLogin = (given: AwsDockerHostArgs) => found(given).filter((one) => one.includes("registries"));
  const args = { iamInstanceProfile: "web", docker: { proxy } };
  expect(ofLogin({ ...args, registries: at(ecr) })).toEqual([
    `warning registries[0].login: "cloud" asks AWS without docker.proxy, which ${why}; give an http proxy that knows the machine by its address, or make an endpoint for the registry's API in its network`,
  ]);
  expect(ofLogin({ ...args, registries: [{ host: "quay.io", username: "me", password: "x" }] })).toEqual([]);
  expect(ofLogin({ ...args, docker: { proxy: "http://proxy.example:3128" }, registries: at(ecr) })).toEqual([]);
});

test("the program goes to the machine with its check, with the machine's proxy", async () => {
  const docker = { proxy: "http://proxy.example:3128", noProxy: [".amazonaws.com"] };
  const { program } = await programWith({ iamInstanceProfile: "web", docker, registries: at(ecr) });
  const [, content = ""] = /"program":\{[^}]*"content":"([^"]*)"/.exec(orderOf(program).script) ?? [];
  const [, settings = ""] = /^SETTINGS = (".*")$/m.exec(Buffer.from(content, "base64").toString()) ?? [];
  expect(JSON.parse(JSON.parse(settings) as string)).toMatchObject({
    proxy: {
      https_proxy: "http://proxy.example:3128",
      no_proxy: "localhost,127.0.0.1,::1,.amazonaws.com",
    },
  });
});
