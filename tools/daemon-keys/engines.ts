// SPDX-License-Identifier: Apache-2.0

/**
 * The engines whose sources are read: the first of each minor version, since others bring no keys, and the newest. From
 * 29 on the daemon's module has a number of its own; the release is the docker command's of the same day.
 */
export const modules: [engine: string, module: string][] = [
  ...["23.0.0", "24.0.0", "25.0.0", "26.0.0", "26.1.0", "27.0.1", "27.1.0", "27.2.0", "27.3.0", "27.4.0", "27.5.0"].map(
    docker,
  ),
  ...["28.0.0", "28.1.0", "28.2.0", "28.3.0", "28.4.0", "28.5.0"].map(docker),
  ["29.0.0", moby(3)],
  ["29.1.0", moby(4)],
  ["29.2.0", moby(6)],
  ["29.3.0", moby(7)],
  ["29.4.0", moby(9)],
  // Of 29.5.2: those before it cannot be had.
  ["29.5.0", moby(15)],
  ["29.6.0", moby(18)],
  ["29.7.0", moby(20)],
  ["29.8.0", moby(23)],
  ["29.8.1", moby(24)],
];

function docker(version: string): [string, string] {
  return [version, `github.com/docker/docker@v${version}+incompatible`];
}

function moby(beta: number): string {
  return `github.com/moby/moby/v2@v2.0.0-beta.${beta}`;
}
