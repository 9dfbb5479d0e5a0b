// SPDX-License-Identifier: Apache-2.0
// The login of a Google machine's service account, as docker asks for it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { roleLogin } from "../../../../components/gcp/role-login";
import { CredentialProgram, MetadataService } from "../../secrets/credential-program";

let program: CredentialProgram;
let service: MetadataService;
let folder: string;
let env: Record<string, string>;

beforeEach(async () => {
  program = new CredentialProgram(roleLogin({}));
  folder = mkdtempSync(join(tmpdir(), "gce-role-"));
  service = new MetadataService(folder, "gce/metadata.mjs");
  env = { GCE_METADATA_HOST: await service.start() };
});
afterEach(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
  program.remove();
});

/** The machine, as the laboratory's metadata service knows it. */
function has(...serviceAccounts: { email: string; scopes: string[] }[]): void {
  const project = { id: "my-project", number: "1234567" };
  const instance = { project, metadata: {}, networkInterfaces: [], tags: [], serviceAccounts };
  writeFileSync(join(folder, "instance.json"), JSON.stringify(instance));
}

const account = { email: "web@p.iam.gserviceaccount.com", scopes: ["cloud-platform"] };

test.each(["europe-west1-docker.pkg.dev", "gcr.io", "https://eu.gcr.io/v2/"])(
  "at %s is a token of the metadata service, of which docker knows the user",
  async (registry) => {
    has(account);
    const { status, said } = await program.ask("get", `${registry}\n`, env);
    expect(status).toBe(0);
    const Secret: unknown = expect.stringMatching(/^ya29\.c\./);
    expect(JSON.parse(said)).toEqual({ ServerURL: registry, Username: "oauth2accesstoken", Secret });
  },
);

test.each([
  "quay.io",
  "mirror.gcr.io",
  "gcr.io.example.com",
  "docker.pkg.dev.example",
  "https://index.docker.io/v1/",
  "",
])("is not given to %j, for which docker then goes on without", async (registry) => {
  has(account);
  expect(await program.ask("get", registry, env)).toEqual({
    status: 1,
    said: "credentials not found in native keychain",
  });
});

test("is not there without a service account", async () => {
  has();
  expect(await program.ask("get", "gcr.io", env)).toEqual({ status: 1, said: "this machine has no service account" });
});

test("is asked for by no proxy", async () => {
  has(account);
  const nowhere = "http://127.0.0.1:9";
  const proxies = { http_proxy: nowhere, HTTP_PROXY: nowhere, https_proxy: nowhere, ALL_PROXY: nowhere };
  expect(await program.ask("get", "gcr.io", { ...env, ...proxies })).toMatchObject({ status: 0 });
});

test("without a metadata service, that is what is said", async () => {
  expect(await program.ask("get", "gcr.io", { GCE_METADATA_HOST: "127.0.0.1:9" })).toEqual({
    status: 1,
    said: "the metadata service of this machine, 127.0.0.1:9, does not answer: Connection refused",
  });
});

test.each([
  ["list", { status: 0, said: "{}" }],
  ["store", { status: 1, said: "the login at this registry is that of the machine's role; there is nothing to store" }],
  ["erase", { status: 1, said: "the login at this registry is that of the machine's role; there is nothing to erase" }],
  ["else", { status: 1, said: "usage: docker-credential-machine-role get|list|store|erase" }],
])("to %s docker gets an answer of its protocol", async (word, answer) => {
  expect(await program.ask(word, "gcr.io", env)).toEqual(answer);
});
