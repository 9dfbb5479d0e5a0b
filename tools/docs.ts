// SPDX-License-Identifier: Apache-2.0
// `npm run docs`: writes the tables of arguments in docs/, which say what the sources say. A test holds them to these.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Rows } from "../components/arguments/row";
import { imageRows as awsImage } from "../components/aws/image-rules";
import { rows as aws } from "../components/aws/rules";
import { rows as awsSwarmNetwork } from "../components/aws/swarm-network-rules";
import { rows as awsTemplate } from "../components/aws/template-rules";
import { imageRows as gcpImage } from "../components/gcp/image-rules";
import { rows as gcp } from "../components/gcp/rules";
import { rows as gcpSwarmNetwork } from "../components/gcp/swarm-network-rules";
import { rows as gcpTemplate } from "../components/gcp/template-rules";
import { rows as local } from "../components/local/rules";
import { registryRows, secretFileRows } from "../components/secrets/rules";
import { nodeRows, rows as swarm } from "../components/swarm/rules";
import { argumentTable } from "./docs/argument-table";
import { type Declared, declared } from "./docs/declared";
import { command } from "./shared/command";
import { root } from "./shared/places";

interface Page {
  page: string;
  members: Declared[];
  rows: Rows;
}

/** Each with a component's own arguments. A page may have several tables, in this order. */
export const pages: Page[] = [
  { page: "docs/aws.md", members: declared("components/aws/args.ts", "AwsDockerHostArgs"), rows: aws },
  { page: "docs/aws.md", members: declared("components/aws/image-args.ts", "AwsDockerImageArgs"), rows: awsImage },
  {
    page: "docs/aws.md",
    members: declared("components/aws/template-args.ts", "AwsDockerTemplateArgs"),
    rows: awsTemplate,
  },
  {
    page: "docs/aws.md",
    members: declared("components/aws/swarm-network-args.ts", "AwsSwarmNetworkArgs"),
    rows: awsSwarmNetwork,
  },
  { page: "docs/gcp.md", members: declared("components/gcp/args.ts", "GcpDockerHostArgs"), rows: gcp },
  { page: "docs/gcp.md", members: declared("components/gcp/image-args.ts", "GcpDockerImageArgs"), rows: gcpImage },
  {
    page: "docs/gcp.md",
    members: declared("components/gcp/template-args.ts", "GcpDockerTemplateArgs"),
    rows: gcpTemplate,
  },
  {
    page: "docs/gcp.md",
    members: declared("components/gcp/swarm-network-args.ts", "GcpSwarmNetworkArgs"),
    rows: gcpSwarmNetwork,
  },
  { page: "docs/local.md", members: declared("components/local/args.ts", "LocalDockerHostArgs"), rows: local },
  {
    page: "docs/secrets.md",
    members: declared("components/secrets/args.ts", "SecretFileArgs"),
    rows: secretFileRows,
  },
  { page: "docs/secrets.md", members: declared("components/secrets/args.ts", "RegistryArgs"), rows: registryRows },
  { page: "docs/swarm.md", members: declared("components/swarm/swarm-args.ts", "DockerSwarmArgs"), rows: swarm },
  { page: "docs/swarm.md", members: declared("components/swarm/swarm-args.ts", "SwarmNodeArgs"), rows: nodeRows },
];

const begin = "<!-- `npm run docs` writes this table from the sources. -->";
const end = "<!-- The end of what `npm run docs` writes. -->";

/**
 * The page with its table as the sources have it; all else stays.
 *
 * @throws Error where the page lacks the two comments between which the table stands
 */
export function written(page: Page): string {
  const all = readFileSync(join(root, page.page), "utf8").split(begin);
  const nth = pages.filter((other) => other.page === page.page).indexOf(page) + 1;
  const [, after] = (all[nth] ?? "").split(end);
  if (after === undefined) throw new Error(`${page.page} lacks the line ${begin} or, below it, ${end}`);
  all[nth] = `\n\n${argumentTable(page.members, page.rows)}\n\n${end}${after}`;
  return all.join(begin);
}

function main(): void {
  for (const page of pages) writeFileSync(join(root, page.page), written(page));
}

if (require.main === module) command(main);
