// SPDX-License-Identifier: Apache-2.0
// What a component's guest may not be told, although whoever makes a machine of user data alone may tell it.
import { type HostSpec, type HostSpecInput, type Problem, read } from "../cloud-init";
import { lockedOut } from "../cloud-init/validate/login";
import { error, shown, warning } from "../cloud-init/validate/problem";
import { host, withCodes } from "../cloud-init/validate/shape";
import { writtenFiles } from "../cloud-init/validate/written-files";

/** A platform's own rules for a complete spec. */
export type GuestRules = (spec: HostSpec) => Iterable<Problem>;

/** Reads the spec of a guest, with the platform's rules for it. */
export function readSpec(input: HostSpecInput, rules: GuestRules): ReturnType<typeof read> {
  const { problems, spec } = read(input);
  if (!spec) return { problems };
  const told = new Set(problems.map(({ path }) => path));
  const further = withCodes([...rules(spec)], host).filter(({ path }) => !told.has(path));
  return { problems: [...problems, ...further], spec };
}

/** The same for a guest that is checked: by SSH, as the login, to port 22, so that what cuts that off is an error. */
export function readGuest(input: HostSpecInput, rules: GuestRules): ReturnType<typeof read> {
  const { problems, ...rest } = readSpec(input, rules);
  const found = problems.map((one): Problem => (one.code === lockedOut ? { ...one, severity: "error" } : one));
  return { problems: found, ...rest };
}

/** For a machine whose key is known before the first connection. */
export function pinnedKey(spec: HostSpec): Generator<Problem> {
  return noHostKey(spec, "the machine's key is made and pinned by this package; remove it");
}

/** For machines of which each makes its own key. */
export function keyOfEach(spec: HostSpec): Generator<Problem> {
  return noHostKey(spec, "each machine of a template makes its own key; remove it");
}

function* noHostKey(spec: HostSpec, reason: string): Generator<Problem> {
  if (spec.cloudConfig.ssh_keys !== undefined) yield error("cloudConfig.ssh_keys", `must not be set: ${reason}`);
  for (const { path, argument } of writtenFiles(spec)) {
    if (/^\/etc\/ssh\/ssh_host_\w+_key(\.pub)?$/.test(path)) {
      yield error(argument, `${shown(path)} must not be written: ${reason}`);
    }
  }
}

/** For an image without firewalld; `isKnown` where it is always the same. */
export function* noFirewalld({ firewalldPorts, docker }: HostSpec, isKnown: boolean, instead = ""): Generator<Problem> {
  if (firewalldPorts.length === 0 || docker.packages.some((name) => /^firewalld(-|$)/.test(name))) return;
  const problem = isKnown ? error : warning;
  const image = isKnown ? "the image has no firewalld" : "Rocky's own images have no firewalld";
  yield problem(
    "firewalldPorts",
    `${image}, so that the installation fails; ${instead}add "firewalld" to docker.packages`,
  );
}
