// SPDX-License-Identifier: Apache-2.0
// Junk of every kind in every place of the arguments: nothing comes of it but problems by their paths, and no secret is
// shown.
import fc from "fast-check";
import * as pulumi from "@pulumi/pulumi";

import { describe as linesOf, errors, type Problem, read, render } from "../../../cloud-init";
import { hostShape } from "../../../cloud-init/host-shape";
import { fields, type Shape } from "../../../cloud-init/shape";
import { at } from "../../../cloud-init/validate/problem";
import type { Rows } from "../../../components/arguments/row";
import { awsHostProblems } from "../../../components/aws/problems";
import { EphemeralDockerHost } from "../../../components/ephemeral";
import { gcpHostProblems } from "../../../components/gcp/problems";
import { hostHealthProblems, rows as healthRows } from "../../../components/health/rules";
import { localHostProblems } from "../../../components/local/problems";
import { dockerSwarmProblems, rows as swarmRows } from "../../../components/swarm/rules";
import { targets } from "../../../components/platforms";
import { besideTheGuest, guestRows, ofPlatform } from "../../../components/rules";
import { readSettings } from "../../../stacks/settings";
import { certificate, hostKey, keys } from "../../cloud-init/material";
import { set, type Values } from "../../stacks/settings-under-test";
import { junk, type Place, placesIn, put, showsSecret, suits, writtenJunk } from "./junk-values";

const networks = ["192.0.2.0/24"];
const rule = { port: 1, toPort: 2, cidrs: networks };
const spec = {
  ...{ login: "rocky", users: [{ name: "ci", sshAuthorizedKeys: [keys.ed25519] }] },
  docker: {
    addressPools: [{ base: "10.200.0.0/16", size: 24 }],
    defaultUlimits: [{ name: "nofile", soft: 1, hard: 1 }],
    registryCertificates: { a: certificate },
  },
  files: [{ path: "/etc/motd", content: "" }],
};
const aws = {
  ...{ sshIngressCidrs: networks, subnetId: "subnet-0a", dataVolume: { sizeGiB: 10 } },
  ...{ ssmAgent: true, ingress: [rule], egress: [rule], docker: { dataRoot: "/data/docker" } },
};
const gcp = {
  ...{ sshSourceRanges: networks, dataDisk: { sizeGiB: 10 }, serviceAccount: { email: "web@example" } },
  docker: { dataRoot: "/data/docker" },
};
const local = { image: { name: "Rocky 9.8", disk: "/images/rocky.qcow2", kernel: "/images/vmlinuz" } };
const health = {
  ...{ connection: { host: "a", proxy: { host: "b" } }, dockerUsers: ["rocky"] },
  probes: [{ name: "agent", command: "true", hint: "start it" }],
};
const member = { name: "m1", connection: { host: "a", proxy: { host: "b" } }, privateAddress: "10.0.0.1" };
/** Of managers and workers, which are alike, one is enough. */
const { workers: _, ...ownSwarmRows } = swarmRows;
const swarm = { managers: [member], workers: [{ ...member, name: "w1", privateAddress: "10.0.0.2" }] };

/** Apart, as its halves are held against each other each time, which takes long. */
const { hostKey: pair, ...rest } = hostShape;

/** A table with those of the guest to which a platform adds something. What all hosts have is looked at once, in `local`. */
const own = (rows: Rows) => fields({ ...rows, commands: guestRows.commands, cloudConfig: guestRows.cloudConfig });

/** Who looks at arguments, some in which it finds nothing wrong, and what they are made of. */
const readers: [string, (given: unknown) => Problem[], object, Shape][] = [
  ["read", (given) => rendered(read(given)), spec, fields(rest)],
  [
    "read, of a host's own key,",
    (given) => rendered(read(given)),
    { login: "rocky", hostKey },
    fields({ hostKey: pair }),
  ],
  ["awsHostProblems", (given) => awsHostProblems(given as never), aws, own(ofPlatform(targets.aws.rows))],
  ["gcpHostProblems", (given) => gcpHostProblems("web", given as never), gcp, own(ofPlatform(targets.gcp.rows))],
  ["localHostProblems", (given) => localHostProblems(given as never), local, own(besideTheGuest(targets.local.rows))],
  ["dockerSwarmProblems", (given) => dockerSwarmProblems(given as never), swarm, fields(ownSwarmRows)],
  ["hostHealthProblems", (given) => hostHealthProblems(given as never), health, fields(healthRows)],
];

/** What is not refused can be rendered. */
function rendered({ problems, spec: host }: ReturnType<typeof read>): Problem[] {
  if (host && errors(problems).length === 0) expect(render(host)).toMatch(/^#cloud-config\n/);
  return problems;
}

const pathOf = ({ steps }: Place) => steps.reduce<string>((path, step) => at(path, step), "");

/** What is wrong with what is said of junk; empty where nothing is. */
function flaws(place: Place, value: unknown, isWrong: boolean, found: Problem[]): string[] {
  const path = pathOf(place);
  const what = `${path || "all"} = ${typeof value}`;
  return [
    ...(showsSecret(linesOf(found)) ? [`${what} is shown`] : []),
    ...(found.some(({ code }) => code === "") ? [`${what} has no code`] : []),
    ...(isWrong && !errors(found).some((problem) => problem.path.startsWith(path)) ? [`${what} is accepted`] : []),
  ];
}

describe.each(readers)("%s", (_name, problemsOf, fine, shape) => {
  const places = placesIn(shape);

  test("tells of junk in any place, by its path", () => {
    expect(problemsOf(fine)).toEqual([]);
    const found = places.flatMap((place) =>
      junk.flatMap((one) => {
        const problems = problemsOf(put(fine, place.steps, one.value));
        return flaws(place, one.value, !suits(place, one), problems);
      }),
    );
    expect(found).toEqual([]);
  });

  test("says of all other junk what is wrong with it", () => {
    const anywhere = fc.tuple(fc.constantFrom(...places), fc.constantFrom(...junk));
    const nobodys: Place = { steps: ["nobody's"], shape };
    const whole: Place = { steps: [], shape };
    for (const { value } of junk) {
      expect(flaws(nobodys, value, value !== undefined, problemsOf(put(fine, nobodys.steps, value)))).toEqual([]);
      expect(flaws(whole, value, false, problemsOf(value))).toEqual([]);
    }
    fc.assert(
      fc.property(fc.array(anywhere, { minLength: 2, maxLength: 4 }), (several) => {
        const given = several.reduce<unknown>((above, [place, { value }]) => put(above, place.steps, value), fine);
        expect(flaws(whole, given, false, problemsOf(given))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

/** The lines of an error of this kind and title, or nothing. Any other is thrown. */
function refusal(make: () => unknown, kind: new (message: string) => Error, title: RegExp): string {
  try {
    make();
    return "";
  } catch (error) {
    if (error instanceof Error && error.constructor === kind && title.test(error.message)) return error.message;
    throw error;
  }
}

test("a throw-away host refuses junk in its options, and shows no secret in it", () => {
  const options = { target: "aws", args: aws };
  const title = /^the throw-away docker host has \d+ problems?:\n/;
  const places = [
    "name",
    "config",
    "config.a",
    "backend",
    "project",
    "secretsProvider",
    "log",
    "target",
    "args",
    "x",
    "",
  ];
  for (const place of [...places, "args.x", "args.docker", "args.health", "args.proxy"]) {
    for (const { value } of junk) {
      const given = put(options, place.split(".").filter(Boolean), value) as never;
      const told = refusal(() => new EphemeralDockerHost(given), Error, title);
      expect([place, showsSecret(told)]).toEqual([place, false]);
    }
  }
});

test.each(["local", "aws", "gcp"])("the settings of a stack on %s refuse junk, and show no secret in it", (target) => {
  const shared = { target, [target]: { local, aws, gcp }[target] };
  const title = /^the settings of stack stack have \d+ problems?:\n/;
  const steps: (string | number)[][] = [
    ...[["target"], ["hosts"], ["protect"], ["recheck"], ["x"], ["hosts", 0], ["hosts", 0, "name"], ["hosts", 0, "x"]],
    ...[[target], [target, "name"], [target, "x"], [target, "docker"], [target, "health", "ssh"], [target, "sshPort"]],
  ];
  const given = [
    ...steps.flatMap((way) => writtenJunk.map(({ value }) => put(shared, way, value) as Values)),
    ...writtenJunk.map(({ value }) => ({ ...shared, hosts: [{ name: value }, { name: "b" }, { name: value }] })),
    ...writtenJunk.map(({ value }) => ({
      ...shared,
      ...(typeof value === "object" && !Array.isArray(value) && value),
    })),
  ];
  for (const values of given) {
    set(values);
    const told = refusal(readSettings, pulumi.RunError, title);
    expect([values, showsSecret(told)]).toEqual([values, false]);
  }
});

afterAll(() => pulumi.runtime.setAllConfig({}));
