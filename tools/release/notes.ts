// SPDX-License-Identifier: Apache-2.0

/**
 * What the changelog says of a version, for those who get it.
 *
 * @throws Error where the tag is not this version's, or where the changelog does not begin with what is in it
 */
export function releaseNotes(tag: string, version: string, changelog: string): string {
  if (tag !== `v${version}`)
    throw new Error(
      `tag ${JSON.stringify(tag)} is not of version ${version}, which package.json has; use v${version}, or set the version first`,
    );
  const [, first = ""] = changelog.split(/^## /m);
  const [heading = "", ...lines] = first.split("\n");
  if (heading !== version)
    throw new Error(`CHANGELOG.md begins with ${JSON.stringify(heading)}; its first section must be ${version}`);
  const notes = lines.join("\n").trim();
  if (notes === "") throw new Error(`CHANGELOG.md says nothing of ${version}; say what users notice`);
  return `${notes}\n`;
}
