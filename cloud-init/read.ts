// SPDX-License-Identifier: Apache-2.0
import { defaults } from "./defaults";
import type { DockerSpec } from "./docker-spec";
import type { FileSpec, HostSpec, Problem, UserSpec } from "./spec";
import { validate } from "./validate";
import { host, shapeProblems, withCodes } from "./validate/shape";

/** What a person writes: of a {@link HostSpec}, only what differs from the defaults. */
export interface HostSpecInput extends Partial<Omit<HostSpec, "users" | "docker" | "files">> {
  login: string;
  users?: (Partial<UserSpec> & Pick<UserSpec, "name">)[];
  docker?: Partial<DockerSpec>;
  files?: (Partial<FileSpec> & Pick<FileSpec, "path" | "content">)[];
}

/** Every default filled in. The login is in the `docker` group unless the caller says who is. */
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

/** A spec as somebody wrote it, perhaps in a file: complete and with its problems, or only with those of its shape. */
export function read(input: unknown): { problems: Problem[]; spec?: HostSpec } {
  const problems = shapeProblems(input);
  if (problems.length > 0) return { problems: withCodes(problems, host) };
  const spec = complete(input as HostSpecInput);
  return { problems: validate(spec), spec };
}

/** An undefined member stands for one that is not there. */
function given<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Partial<T>;
}
