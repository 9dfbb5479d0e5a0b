// SPDX-License-Identifier: Apache-2.0
// Whatever a machine had before, it ends as a new one would.
import { chmodSync, chownSync } from "node:fs";

import fc from "fast-check";

import type { Registry, SecretFile } from "../../../components/secrets/order";
import { ids, ScratchHost } from "./scratch-host";

jest.setTimeout(20 * 60_000);

const file = fc.record(
  {
    path: fc.constantFrom("/etc/app/a", "/etc/app/b", "/etc/app/deep/er/c", "/home/ci/x/d", "/root/e", "/srv/f"),
    content: fc.constantFrom("", "one", "two\n", "é\r\n"),
    permissions: fc.constantFrom("0600", "0640", "400"),
    owner: fc.constantFrom("root:root", "ci", "ci:bob"),
  },
  { requiredKeys: ["path", "content"] },
);
const users = fc.uniqueArray(fc.constantFrom("ci", "bob", "root"), { minLength: 1 });
const ofRole = fc.record({ host: fc.constantFrom("r.example", "gcr.io"), login: fc.constant("cloud" as const), users });
const withPassword = fc.record(
  {
    host: fc.constantFrom("docker.io", "r.example", "r.example:5000"),
    username: fc.constantFrom("robot", "other"),
    password: fc.constantFrom("one", "t:wo", "\n"),
    users,
  },
  { requiredKeys: ["host", "username", "password"] },
);
const registry = fc.oneof(ofRole, withPassword);
const order = fc.record({
  files: fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 4 }),
  registries: fc.uniqueArray(registry, { selector: ({ host }) => host, maxLength: 3 }),
});

interface Order {
  files: SecretFile[];
  registries: Registry[];
}

async function after(...orders: Order[]) {
  const host = new ScratchHost();
  // What somebody else has there stays as it is, on both.
  host.write("/etc/app/theirs", "stays");
  const bobs = host.write("/home/bob/.docker/config.json", JSON.stringify({ auths: { "quay.io": { auth: "x" } } }));
  chownSync(bobs, ids.bob, ids.bob);
  chmodSync(bobs, 0o600);
  try {
    for (const { files, registries } of orders)
      expect(await host.settle(files, registries, ["ci", "bob"])).toMatchObject({ status: 0 });
    return { given: contents(host), record: host.recorded() };
  } finally {
    host.remove();
  }
}

/** The order of the keys in docker's file is nobody's. */
function contents(host: ScratchHost) {
  return Object.fromEntries(
    Object.entries(host.given()).map(([path, seen]) => [
      path,
      path.endsWith("config.json") ? { ...seen, content: JSON.parse(seen.content) as unknown } : seen,
    ]),
  );
}

test("a machine that had other secrets before ends as one that never had any", async () => {
  await fc.assert(
    fc.asyncProperty(order, order, async (before, now) => {
      const [changed, fresh] = await Promise.all([after(before, now), after(now)]);
      expect(changed).toEqual(fresh);
    }),
    { numRuns: 12 },
  );
});
