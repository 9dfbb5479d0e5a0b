// SPDX-License-Identifier: Apache-2.0
import {
  complete,
  defaults,
  describe as describeProblems,
  errors,
  type HostSpec,
  read,
  validate,
  warnings,
} from "../../cloud-init";
import { hostKey } from "./material";
import { examples, specOf } from "./spec-of";
import { valid } from "./valid-specs";

/** What is the caller's own to get right, and may be of a later cloud-init. */
const ownConfig: typeof valid = [
  [
    "a docker user from cloudConfig, beside others",
    { dockerUsers: ["x"], cloudConfig: { users: ["default", null, { name: "w" }, { name: "x" }] } },
  ],
  ["nothing deep in cloudConfig", { cloudConfig: { a: [null, { b: null }] } }],
];

test.each([...valid, ...ownConfig])("%s: nothing to say", (_label, input) => {
  expect(validate(specOf(input))).toEqual([]);
});

test.each(examples)("example %s: nothing to say", (_name, input) => {
  expect(read(input).problems).toEqual([]);
});

test("all problems are said at once, each with the path of what the caller wrote", () => {
  const { problems } = read({
    login: "rocky",
    users: [{ name: "Anna" }],
    dockerUsers: ["ben"],
    docker: { version: "27.5.1", channel: "edge" },
    ttlMinutes: 1,
  });
  expect(problems.map(({ severity, path }) => [severity, path])).toEqual([
    ["error", "users[0].name"],
    ["warning", "dockerUsers[0]"],
    ["warning", "docker.version"],
    ["error", "docker.channel"],
    ["error", "ttlMinutes"],
  ]);
  expect(errors(problems)).toHaveLength(3);
  expect(describeProblems(warnings(problems)).split("\n")).toEqual([
    expect.stringMatching(/^dockerUsers\[0\]: "ben" is neither/),
    expect.stringMatching(/^docker\.version: "27\.5\.1" lets/),
  ]);
});

test("where a value cannot be read, nothing else is said", () => {
  const unreadable = { ...specOf(), users: "ci", ttlMinutes: 1 } as unknown as HostSpec;
  expect(validate(unreadable).map(({ path }) => path)).toEqual(["users"]);
});

test("a private key that was pasted by mistake is never repeated", () => {
  const secret = hostKey.privateKey;
  const said = JSON.stringify(
    [
      read({ login: secret, users: [{ name: secret, shell: secret, groups: [secret], sshAuthorizedKeys: [secret] }] }),
      read({ login: "rocky", docker: { version: secret, proxy: secret, dataRoot: secret, packages: [secret] } }),
      read({ login: "rocky", files: [{ path: secret, content: secret, owner: secret }], commands: [secret] }),
    ].map(({ problems }) => problems.map(({ message }) => message)),
  );
  expect(said).toContain("not shown");
  for (const line of secret.split("\n").filter((text) => text.length > 20 && !text.startsWith("-"))) {
    expect(said).not.toContain(line);
  }
});

test("defaults are filled in, and an undefined member stands for one that is not there", () => {
  const spec = complete({ login: "rocky", users: [{ name: "ci", shell: undefined }], docker: { version: undefined } });
  expect(spec.dockerUsers).toEqual(["rocky"]);
  expect(spec.users).toEqual([{ name: "ci", ...defaults.user }]);
  expect(spec.docker).toEqual(defaults.docker);
  expect(complete({ login: "rocky" })).toMatchObject(defaults.host);
});

test("what is changed in one completed spec is not changed in the next", () => {
  complete({ login: "rocky" }).docker.packages.push("git");
  expect(complete({ login: "rocky" }).docker.packages).toEqual([]);
});
