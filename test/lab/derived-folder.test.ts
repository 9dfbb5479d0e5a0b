// SPDX-License-Identifier: Apache-2.0
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { derivedFolder } from "./derived-folder";

const folder = mkdtempSync(join(tmpdir(), "derived-"));
afterAll(() => rmSync(folder, { recursive: true }));

const recipe = join(folder, "recipe");
const image = join(folder, "laboratory");
const guest = { image: { name: "laboratory", disk: join(image, "root.qcow2") } };

const build = (key: string) => {
  rmSync(image, { recursive: true, force: true });
  mkdirSync(image);
  writeFileSync(guest.image.disk, key);
};
const derive = async () => readFileSync(join(await derivedFolder(guest, recipe, () => undefined), "made-of"), "utf8");

test("it is made once for each content of the recipe, and anew for an image that was built anew", async () => {
  mkdirSync(recipe);
  writeFileSync(
    join(recipe, "build.sh"),
    'mkdir "$2" && cp "$1/root.qcow2" "$2/made-of" && echo run >>"${0%/*}/../runs"',
  );
  const runs = () => readFileSync(join(folder, "runs"), "utf8").split("\n").length - 1;
  build("first key");
  expect(await derive()).toBe("first key");
  expect(await derive()).toBe("first key");
  expect(runs()).toBe(1);

  build("second key");
  expect(await derive()).toBe("second key");
  expect(runs()).toBe(2);

  cpSync(join(recipe, "build.sh"), join(recipe, "another.sh"));
  expect(await derive()).toBe("second key");
  expect(runs()).toBe(3);
});

test("who asks while it is being made waits for that", async () => {
  const script = `mkdir "$2.partial"; sleep 0.5; cp "$1/root.qcow2" "$2.partial/made-of"; mv "$2.partial" "$2"`;
  writeFileSync(join(recipe, "build.sh"), `set -e\n${script}\n`);
  build("key");
  expect(await Promise.all([derive(), derive(), derive()])).toEqual(["key", "key", "key"]);
});
