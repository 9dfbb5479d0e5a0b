// SPDX-License-Identifier: Apache-2.0
// What the files in stacks/ make, and how the environments differ: by what is registered, not by what is written there.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import * as pulumi from "@pulumi/pulumi";

import type { Registration } from "../components/recorded-program";
import { fileOf, root, run } from "./settings-under-test";

const files = readdirSync(join(root, "stacks")).filter((name) => /^Pulumi\..*\.yaml$/.test(name));
const stacks = ["dev-gcp", "dev", "ephemeral", "local", "prod", "staging"];
const committed = [...stacks, "image", "swarm"];
const infix = (name: string) => name.replace("docker-host-", "");

afterEach(() => pulumi.runtime.setAllConfig({}));

test("each environment has a committed file", () => {
  // `npm start` writes one of its own, which git ignores.
  expect(files.filter((name) => name !== "Pulumi.start.yaml").sort()).toEqual(
    committed.map((stack) => `Pulumi.${stack}.yaml`).sort(),
  );
});

describe.each(stacks)("stack %s", (stack) => {
  test("makes one host, whose outputs are the stack's", async () => {
    const { resolved } = await run(fileOf(stack));
    expect(resolved).toMatchObject({ user: "rocky", dockerVersion: "27.5.1" });
    expect(Object.keys(resolved)).toContain("dockerHost");
  });
});

test("image makes an image and no host", async () => {
  const { program, resolved } = await run(fileOf("image"));
  expect(program.registrations.map(({ type }) => type.replace(/.*:/, ""))).toEqual(["AwsDockerImage", "Command"]);
  expect(Object.keys(resolved)).toContain("image");
});

describe.each(committed)("stack %s", (stack) => {
  test("holds no secret, and lets in nobody but a network of documentation", () => {
    const text = readFileSync(join(root, "stacks", `Pulumi.${stack}.yaml`), "utf8");
    expect(text).not.toMatch(/secure:|PRIVATE KEY|AKIA|password/i);
    const networks = text.match(/\d+\.\d+\.\d+\.\d+\/\d+/g) ?? [];
    expect(networks.filter((network) => !network.startsWith("203.0.113."))).toEqual([]);
    expect(networks.length).toBe(["local", "swarm"].includes(stack) ? 0 : 1);
  });
});

test("dev-gcp makes its machine where and for whom its file says", async () => {
  const { program } = await run(fileOf("dev-gcp"));
  expect(program.find("docker-host-machine").inputs).toMatchObject({
    zone: "europe-west1-b",
    labels: { team: "platform" },
  });
  expect(program.find("docker-host-ssh").inputs).toMatchObject({ sourceRanges: ["203.0.113.7/32"] });
});

describe("prod", () => {
  const made: Record<string, Registration[]> = {};
  const inputs = (stack: string, name: string) =>
    made[stack]?.find((one) => one.name === `docker-host-${name}`)?.inputs ?? {};
  const names = (stack: string) => (made[stack] ?? []).map(({ name }) => infix(name)).sort();
  const script = (stack: string) => (inputs(stack, "health-check").stdin as { secret: string }).secret;
  const daemon = (stack: string) => userData(inputs(stack, "machine"));

  beforeAll(async () => {
    for (const stack of ["dev", "staging", "prod", "ephemeral"])
      made[stack] = (await run(fileOf(stack))).program.registrations;
  });

  test("is protected by Pulumi, all but what has to change", () => {
    const kept = (made.prod ?? []).filter(({ protect }) => protect).map(({ name }) => infix(name));
    expect(kept.sort()).toEqual(
      [
        "address",
        "address-association",
        "docker-host",
        "host-key",
        "login-key",
        "machine",
        "security-group",
        "told",
      ].sort(),
    );
    const others = (made.prod ?? []).filter(({ protect }) => !protect).map(({ name }) => infix(name));
    expect(others.sort()).toEqual([
      "egress-all-0.0.0.0-0",
      "health",
      "health-access",
      "health-check",
      "made-with",
      "ssh-203.0.113.0-24",
    ]);
  });

  test.each(["dev", "staging", "ephemeral"])("and %s is not", (stack) => {
    expect((made[stack] ?? []).filter(({ protect }) => protect)).toEqual([]);
  });

  test("is protected by AWS, and nothing else is", () => {
    const stack = ["dev", "staging", "prod", "ephemeral"];
    expect(stack.filter((one) => inputs(one, "machine").disableApiTermination === true)).toEqual(["prod"]);
  });

  test("keeps its address and its machine, where dev has neither", () => {
    expect(names("prod")).toContain("address");
    expect(names("prod")).not.toContain("expires-at");
    expect(names("dev")).not.toContain("address");
    expect(names("dev")).toContain("expires-at");
    expect(inputs("prod", "machine")).not.toHaveProperty("instanceInitiatedShutdownBehavior");
  });

  test("has the hardened daemon and the strict check, where dev has the usual ones", () => {
    expect(daemon("prod")).toContain("no-new-privileges");
    expect(daemon("dev")).not.toContain("no-new-privileges");
    expect(script("prod")).toContain("export EXPECT_STRICT='1'");
    expect(script("dev")).toContain("export EXPECT_STRICT='0'");
  });

  test("is what staging rehearses: the same resources and the same guest, larger", () => {
    expect(names("staging")).toEqual(names("prod"));
    const told = (stack: string) => daemon(stack).match(/no-new-privileges|userland-proxy|default-ulimits/g);
    expect(told("staging")).toEqual(told("prod"));
    expect(script("staging")).toContain("export EXPECT_STRICT='1'");
    expect(inputs("staging", "machine").instanceType).toBe("t3.medium");
    expect(inputs("prod", "machine").instanceType).toBe("t3.large");
  });

  test("is not what ephemeral is: a spot instance that ends itself", () => {
    expect(inputs("ephemeral", "machine")).toMatchObject({
      instanceMarketOptions: { marketType: "spot" },
      instanceInitiatedShutdownBehavior: "terminate",
    });
    expect(inputs("prod", "machine")).not.toHaveProperty("instanceMarketOptions");
    expect(daemon("ephemeral")).toContain("off 60 minutes after");
  });
});

function userData({ userData: text, userDataBase64 }: Registration["inputs"]): string {
  const given = ((text ?? userDataBase64) as { secret: string }).secret;
  return given.startsWith("#cloud-config") ? given : gunzipSync(Buffer.from(given, "base64")).toString();
}
