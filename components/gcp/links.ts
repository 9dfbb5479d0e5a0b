// SPDX-License-Identifier: Apache-2.0
// Names and links of what there is in a project, as texts of regular expressions.

export const label = "[a-z]([a-z0-9-]{0,61}[a-z0-9])?";

/** By its id: Google answers with that where the number was given. */
export const project = "projects/([a-z0-9.-]+:)?[a-z][a-z0-9-]*";

/**
 * A name, or a link from the project on. Google answers with the whole link, and its provider takes neither a part of one
 * nor a project's number for the same: it would stop the machine in each update.
 */
export function named(path: string): RegExp {
  // A link of the API, or the full name of a resource, as Google's inventory of assets has it.
  const service = "https://[a-z0-9.-]+/compute/[a-z0-9]+/|//compute\\.[a-z0-9.-]+/";
  return new RegExp(`^(${label}|(${service})?${project}/${path}/${label})$`);
}
