// SPDX-License-Identifier: Apache-2.0
// The tables of a platform's own arguments, and what the comments of these say, from which the tables are made.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { awsDefaults, awsImageDefaults } from "../../components/aws/defaults";
import { gcpDefaults, gcpImageDefaults } from "../../components/gcp/defaults";
import { swarmNetworkDefaults } from "../../components/swarm/traffic";
import { localDefaults, localImageDefaults } from "../../components/local/defaults";
import { pages, written } from "../../tools/docs";
import { declared } from "../../tools/docs/declared";
import { root } from "../../tools/shared/places";

const imageDefaults: Record<string, unknown> = gcpImageDefaults;
const read = (page: string) => readFileSync(join(root, page), "utf8");

test("there is at least one for each platform", () => {
  expect([...new Set(pages.map(({ page }) => page))]).toEqual([
    "docs/aws.md",
    "docs/gcp.md",
    "docs/local.md",
    "docs/secrets.md",
    "docs/swarm.md",
  ]);
});

test.each(pages)("$page is what `npm run docs` writes", (page) => {
  expect(read(page.page)).toBe(written(page));
});

test.each(pages)("of those in $page, the comments that say what a change replaces or stops are right", (page) => {
  const { members, rows } = page;
  const ofComments = members.map(({ name, sentences }) => {
    const text = sentences.join(" ");
    return [name, /\breplaces\b/.test(text), /\bstops\b/.test(text)];
  });
  const ofRows = members.map(({ name }) => {
    const change = rows[name]?.change;
    return [name, change?.endsWith("another machine"), change === "stop and start"];
  });
  expect(ofComments).toEqual(ofRows);
});

/** The values that are named behind `@default`; what is `false` is absent. */
function named(file: string, ...interfaces: string[]): Record<string, unknown> {
  const all = interfaces.flatMap((name) => declared(file, name));
  return Object.fromEntries(
    all.flatMap(({ name, byDefault = "" }) => {
      const [value] = /^("[^"]*"|\d+|true|\[.*\])/.exec(byDefault) ?? [];
      return value === undefined ? [] : [[name, JSON.parse(value) as unknown]];
    }),
  );
}

test("the comments name the defaults that are in force", () => {
  expect(named("components/aws/args.ts", "AwsDockerHostArgs", "DataVolumeArgs")).toEqual(awsDefaults);
  const { instanceType, diskGiB, metadataHopLimit, connectVia, publicAddress } = awsDefaults;
  expect(named("components/aws/image-args.ts", "AwsDockerImageArgs")).toEqual({
    ...{ instanceType, metadataHopLimit, connectVia, publicAddress, ...awsImageDefaults },
  });
  const template = named("components/aws/template-args.ts", "AwsDockerTemplateArgs");
  expect(template).toEqual({ instanceType, diskGiB, metadataHopLimit });
  const { dataPathPort } = swarmNetworkDefaults;
  expect(named("components/aws/swarm-network-args.ts", "AwsSwarmNetworkArgs")).toEqual({ dataPathPort });
  const { network } = gcpDefaults;
  expect(named("components/gcp/swarm-network-args.ts", "GcpSwarmNetworkArgs")).toEqual({ dataPathPort, network });
  const google = named("components/gcp/args.ts", "GcpDockerHostArgs", "GcpDataDiskArgs", "GcpServiceAccountArgs");
  expect(google).toEqual(gcpDefaults);
  const ofGoogle = named("components/gcp/image-args.ts", "GcpDockerImageArgs");
  expect(ofGoogle).toEqual(Object.fromEntries(Object.keys(ofGoogle).map((name) => [name, imageDefaults[name]])));
  expect(named("components/local/args.ts", "LocalDockerHostArgs")).toEqual(localDefaults);
  const image = named("components/local/image-args.ts", "LocalDockerImageArgs");
  expect({ sshPort: localDefaults.sshPort, ...image }).toEqual(localImageDefaults);
});

test.each([
  ["docs/aws.md", "components/aws/args.ts", "DataVolumeArgs", ["`/data`", "`gp3`", "`/dev/sdf`"]],
  ["docs/gcp.md", "components/gcp/args.ts", "GcpDataDiskArgs", ["`/data`"]],
  ["docs/gcp.md", "components/gcp/args.ts", "GcpServiceAccountArgs", ["`cloud-platform`"]],
  ["docs/local.md", "components/local/args.ts", "LocalImageArgs", []],
  ["docs/local.md", "components/local/args.ts", "PrivateNetworkArgs", []],
])("%s names each member of %s's %s, and its default", (page, file, name, defaults) => {
  const text = read(page);
  const names = declared(file, name).map((member) => member.name);
  expect(names.length).toBeGreaterThan(1);
  expect(names.filter((one) => !new RegExp(`\\b${one}\\b`).test(text))).toEqual([]);
  expect(defaults.filter((one) => !text.includes(one))).toEqual([]);
});
