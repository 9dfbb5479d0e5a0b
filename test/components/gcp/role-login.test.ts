// SPDX-License-Identifier: Apache-2.0
// Registries at which a Google machine's service account logs in.
import * as pulumi from "@pulumi/pulumi";

import { complete } from "../../../cloud-init";
import type { GcpDockerHostArgs } from "../../../components/gcp/args";
import { gcpHostProblems } from "../../../components/gcp/problems";
import { roleLogin } from "../../../components/gcp/role-login";
import { checkedSecrets } from "../../../components/secrets/settled";
import { base, orderOf, programWith } from "./host-under-test";

const serviceAccount = { email: "web@my-project.iam.gserviceaccount.com" };
const found = (args: Partial<GcpDockerHostArgs>) =>
  gcpHostProblems("web", { ...base, ...args }).map(({ severity, path, message }) => `${severity} ${path}: ${message}`);
const at = (...hosts: string[]) => hosts.map((host) => ({ host, login: "cloud" as const }));
const registries = at("europe-west1-docker.pkg.dev");

test("those of Google are taken, with a service account that may pull", () => {
  expect(found({ serviceAccount, registries: at("eu-docker.pkg.dev", "gcr.io", "us.gcr.io") })).toEqual([]);
  for (const scope of ["cloud-platform", "https://www.googleapis.com/auth/devstorage.read_only", "storage-ro"])
    expect(found({ serviceAccount: { ...serviceAccount, scopes: ["logging-write", scope] }, registries })).toEqual([]);
});

test("others, and a user or a password beside it, are refused", () => {
  const given = [
    ...at("quay.io", "mirror.gcr.io", "gcr.io:443"),
    { host: "eu-docker.pkg.dev", login: "cloud" as const, username: "me", password: "s3cret" },
  ];
  const instead = `is no registry at which login "cloud" works on Google Cloud: name one like "REGION-docker.pkg.dev", "gcr.io" or "us.gcr.io", or give username and password`;
  expect(found({ serviceAccount, registries: given })).toEqual([
    `error registries[0].host: "quay.io" ${instead}`,
    `error registries[1].host: "mirror.gcr.io" ${instead}`,
    `error registries[2].host: "gcr.io:443" ${instead}`,
    `error registries[3].username: is not for login "cloud", which is that of the machine's role; remove it`,
    `error registries[3].password: is not for login "cloud", which is that of the machine's role; remove it`,
  ]);
});

test("without a service account, or one whose tokens pull nothing, they are refused by that argument", () => {
  expect(found({ registries: [{ host: "quay.io", username: "me", password: "x" }, ...registries] })).toEqual([
    `error serviceAccount: is missing: registries[1] has login "cloud", which is that of the machine's service account; give one with the role roles/artifactregistry.reader`,
  ]);
  expect(found({ serviceAccount: { ...serviceAccount, scopes: ["logging-write"] }, registries })).toEqual([
    `error serviceAccount.scopes: let its tokens pull nothing, and registries[0] has login "cloud"; add "https://www.googleapis.com/auth/devstorage.read_only", or leave scopes out`,
  ]);
});

test("what is known late is refused then, and what is only known late in the constructor is not", () => {
  expect(found({ registries: pulumi.output(registries) })).toEqual([]);
  expect(found({ serviceAccount: pulumi.output(serviceAccount), registries })).toEqual([]);
  const host = complete({ login: "rocky", loginKeys: [] });
  expect(() => checkedSecrets({ registries }, host, roleLogin({}))).toThrow(/serviceAccount: is missing/);
});

test("the program goes to the machine with its check, and nothing else of the host changes", async () => {
  const [{ program }, { program: without }] = [
    await programWith({ serviceAccount, registries }),
    await programWith({ serviceAccount }),
  ];
  const { script } = orderOf(program);
  expect(script).toContain(
    `"registries":[{"host":"europe-west1-docker.pkg.dev","users":["rocky"],"helper":"machine-role","key":"europe-west1-docker.pkg.dev"}]`,
  );
  const [, content = ""] = /"program":\{[^}]*"content":"([^"]*)"/.exec(script) ?? [];
  expect(Buffer.from(content, "base64").toString()).toMatch(/^#!\/usr\/bin\/python3 -IS\n/);
  for (const name of ["web-machine", "web-told"]) expect(program.find(name).inputs).toEqual(without.find(name).inputs);
});
