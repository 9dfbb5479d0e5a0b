// SPDX-License-Identifier: Apache-2.0
// That the registry of the laboratory lets in whom it should, by TLS that has to be trusted.
import { request } from "node:https";

import { LabRegistry } from "./registry";

jest.setTimeout(10 * 60_000);

let registry: LabRegistry;
beforeAll(async () => {
  registry = await LabRegistry.start(() => {}, { robot: "one" });
});
afterAll(() => registry.stop());

function ask(auth?: string, ca: string | undefined = registry.certificate): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = request({
      host: "127.0.0.1",
      port: registry.port,
      path: "/v2/",
      ...(auth && { auth }),
      ...(ca && { ca }),
    });
    asked.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asked.end();
  });
}

test("who has no password or a wrong one is let in nowhere", async () => {
  expect([await ask(), await ask("robot:two"), await ask("other:one")]).toEqual([401, 401, 401]);
});

test("who does not know its authority does not trust it", async () => {
  expect(await ask("robot:one", "")).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
});

test("a changed password counts at once, and the old one no more", async () => {
  expect(await ask("robot:one")).toBe(200);
  registry.setUsers({ robot: "two" });
  expect([await ask("robot:one"), await ask("robot:two")]).toEqual([401, 200]);
});
