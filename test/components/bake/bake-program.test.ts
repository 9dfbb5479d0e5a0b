// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { run } from "../../../components/bake/bake-program";
import { removing } from "../../../components/bake/image-loader";
import { removeImagesOf } from "../../../components/bake/prune";

jest.mock("../../../components/bake/prune");
jest.mock("../../../components/bake/start-baker");

const scratch = mkdtempSync(join(tmpdir(), "bake-program-"));
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
  for (const signal of ["SIGINT", "SIGTERM"]) process.removeAllListeners(signal);
});
afterAll(() => rmSync(scratch, { recursive: true }));

test("where an image cannot be removed, what removes it stays for the next try", async () => {
  const folder = join(scratch, "order");
  mkdirSync(folder);
  const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  const remove = () => run('{"target":"local","args":{"retain":false}}', folder, removing("docker"));
  jest.mocked(removeImagesOf).mockRejectedValueOnce(new Error("no network"));
  await remove();
  expect([stderr.mock.calls, process.exitCode, existsSync(folder)]).toEqual([[["no network\n"]], 1, true]);
  jest.mocked(removeImagesOf).mockResolvedValueOnce();
  await remove();
  expect(existsSync(folder)).toBe(false);
});
