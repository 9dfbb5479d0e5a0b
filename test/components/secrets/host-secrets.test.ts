// SPDX-License-Identifier: Apache-2.0
// Where the secrets of a host are, and where not.
import * as pulumi from "@pulumi/pulumi";

import { complete } from "../../../cloud-init";
import type { HostAccess } from "../../../components/health/access";
import type { LocalDockerHostArgs } from "../../../components/local/args";
import { checkedSecrets } from "../../../components/secrets/settled";
import { orderOf, programWith } from "../local/host-under-test";
import { publicTexts, type RecordedProgram } from "../recorded-program";

const [content, password] = ["correct horse", "battery staple"];
const encoded = Buffer.from(content).toString("base64");
const secretFiles = [{ path: "/etc/app/token", content }];
const registries = [{ host: "r.example", username: "robot", password }];

const accessOf = (program: RecordedProgram) =>
  JSON.parse((program.find("web-health-access").inputs.input as { secret: string }).secret) as HostAccess;

describe.each<[string, Partial<LocalDockerHostArgs>]>([
  ["that the caller has not marked so", { secretFiles, registries }],
  ["that the caller has", { secretFiles: pulumi.secret(secretFiles), registries: pulumi.secret(registries) }],
  [
    "of which single members are",
    {
      secretFiles: [{ path: "/etc/app/token", content: pulumi.secret(content) }],
      registries: [{ host: "r.example", username: "robot", password: pulumi.secret(password) }],
    },
  ],
])("secrets %s", (_which, args) => {
  test("are in the order of the check and nowhere else, and secret there", async () => {
    const { program, outputs } = await programWith(args);
    const { script } = orderOf(program);
    expect(script).toContain(`"content":"${encoded}"`);
    expect(script).toContain(`"password":"${password}"`);
    const stages = [...script.matchAll(/^probe (\S+) /gm)].map(([, stage]) => stage ?? "");
    expect(stages.slice(2, 5)).toEqual(["access", "secrets", "system"]);
    expect(stages[stages.indexOf("login") + 1]).toBe("registry");
    const inputs = program.registrations.map((one) => one.inputs);
    const texts = publicTexts([inputs, outputs]).join("\n");
    const holding = program.registrations.filter((one) => {
      const all = JSON.stringify(one.inputs);
      return [content, encoded, password].some((secret) => all.includes(secret));
    });
    expect(holding.map(({ name }) => name)).toEqual(["web-health-check"]);
    for (const secret of [content, encoded, password]) expect(texts).not.toContain(secret);
  });

  test("change neither the machine nor what it is told, and what looks at it later knows the registries alone", async () => {
    const [{ program }, { program: without }] = [await programWith(args), await programWith()];
    for (const name of ["web-machine", "web-told"])
      expect(program.find(name).inputs).toEqual(without.find(name).inputs);
    const { registries: asked, ...expected } = accessOf(program).expected;
    expect(asked).toEqual(["r.example"]);
    expect(expected).toEqual(accessOf(without).expected);
  });
});

test("a host that has none any more takes away what it was given, and others have no such stage", async () => {
  const { program } = await programWith();
  const { script } = orderOf(program);
  expect(script.match(/^.*probe secrets .*$/gm)).toEqual([
    expect.stringMatching(/^! \[\[ -e \$ROOT\/var\/lib\/docker-host\/secrets\.json \]\] \|\| probe secrets /),
  ]);
  expect(script).not.toMatch(/^probe registry /m);
});

test("a mistake that shows only when values are known is told by its path, and without a secret", () => {
  const files = [{ path: "/etc/app/token", content: "" }];
  const host = complete({ login: "rocky", loginKeys: [], files });
  const late = { secretFiles: [{ path: "/etc/app/token", content: "/etc/app/token" }] };
  expect(() => checkedSecrets(late, host)).toThrow(
    "the docker host's arguments have 1 problem:\nsecretFiles[0].path: [not shown] is written in files[0]; remove one of the two",
  );
});
