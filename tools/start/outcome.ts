// SPDX-License-Identifier: Apache-2.0
import { relative } from "node:path";

import { verdict } from "../cli/verdict";
import { local, root } from "../shared/places";
import type { HostOutputs } from "./environment";

const here = relative(root, local);

/** What `npm start` ends with, where it has made or checked a host. */
export function success(host: HostOutputs, users: string[], seconds: number): string {
  const { health, dockerHost, imageName } = host;
  const commands = [
    [`source ${here}/env`, "docker and pulumi, in this shell"],
    ["docker ps", ""],
    ["npx pulumi-docker-host shell", "a shell on the host"],
    ["npm run check", `again; as a page: ${here}/health.html`],
    ["npm stop", "removes it and all that was made for it"],
  ];
  const width = Math.max(...commands.map(([command = ""]) => command.length));
  return [
    verdict(health, seconds),
    `Docker ${health.dockerVersion} works for ${users.join(", ") || "root"} at ${dockerHost}`,
    `on ${imageName}`,
    "",
    ...commands.map(([command = "", what]) => (what ? `  ${command.padEnd(width)}  # ${what}` : `  ${command}`)),
  ].join("\n");
}

/** The same where there was nothing to do. */
export function unchanged({ health, dockerHost }: HostOutputs): string {
  const when = health.finished.replace("T", " ").replace(/:\d\d(?:\.\d+)?Z$/, " UTC");
  return [
    `✔ nothing has changed since the check of ${when}`,
    `  Docker ${health.dockerVersion} at ${dockerHost}; \`npm run check\` checks it again`,
  ].join("\n");
}

/** Whether `pulumi up` has left everything as it was, by the end of its output. */
export function isUnchanged(output: string): boolean {
  const [, summary = ""] = /^Resources:\n((?: .*\n?)+)/m.exec(output) ?? [];
  return /^\s*\d+ unchanged\s*$/.test(summary);
}
