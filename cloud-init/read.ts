// SPDX-License-Identifier: Apache-2.0
import { defaults } from "./defaults";
import type { DockerSpec } from "./docker-spec";
import { plainCopy } from "./plain-copy";
import type { FileSpec, HostSpec, Problem, UserSpec } from "./spec";
import { validate } from "./validate";
import { host, shapeProblems, withCodes } from "./validate/shape";

/** What a person writes: a {@link HostSpec} in which everything that has a default may be absent. */
export interface HostSpecInput extends Partial<Omit<HostSpec, "users" | "docker" | "files">> {
  login: string;
  users?: (Partial<UserSpec> & Pick<UserSpec, "name">)[];
  docker?: Partial<DockerSpec>;
  files?: (Partial<FileSpec> & Pick<FileSpec, "path" | "content">)[];
}

/** Fills in every default. Without `dockerUsers`, the login is in the `docker` group. */
export function complete(input: HostSpecInput): HostSpec {
  return {
    ...structuredClone(defaults.host),
    dockerUsers: [input.login],
    ...given(input),
    users: (input.users ?? []).map((user) => ({ ...structuredClone(defaults.user), ...given(user) })),
    docker: { ...structuredClone(defaults.docker), ...given(input.docker ?? {}) },
    files: (input.files ?? []).map((file) => ({ ...defaults.file, ...given(file) })),
  } as HostSpec;
}

/** Completes and checks what somebody wrote. Where its shape is wrong, returns only the problems of the shape. */
export function read(input: unknown): { problems: Problem[]; spec?: HostSpec } {
  const copy = plainCopy(input);
  const problems = shapeProblems(copy);
  if (problems.length > 0) return { problems: withCodes(problems, host) };
  const spec = complete(copy as HostSpecInput);
  return { problems: validate(spec), spec };
}

/** Without members that are undefined: they count as absent. */
function given<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Partial<T>;
}
