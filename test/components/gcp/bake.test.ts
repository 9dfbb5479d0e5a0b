// SPDX-License-Identifier: Apache-2.0
// An image on the real CLI and engine, with the stand-in for Google Cloud and without machines.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import type { BakedImage } from "../../../components/bake/baked-image";
import { fromSources } from "../../../tools/shared/places";
import { ScratchGoogle } from "./scratch-google";

jest.setTimeout(900_000);

interface Made {
  image: BakedImage;
  lines: string[];
  left: string[];
}

test("is made once, nothing else stays, and it is removed by its id", async () => {
  const computer = new ScratchGoogle();
  try {
    await computer.prepare();
    const program = join(__dirname, "bake-program.ts");
    const { stdout } = await promisify(execFile)(process.execPath, ["--require", fromSources, program], {
      env: computer.env,
    });
    const { first, second, removed } = JSON.parse(stdout) as { first: Made; second: Made; removed: string[] };
    const { image, left } = first;
    expect(image.image).toBe(`projects/my-project/global/images/${image.name}`);
    expect(image).toMatchObject({ base: "rocky-linux-9-optimized-gcp-v20260609", dockerVersion: "29.1.0" });
    expect(left).toEqual(["image-files", "images"]);
    expect(second.image).toEqual(image);
    expect(second.lines.filter((line) => line.includes("machine"))).toEqual([]);
    expect(removed).toEqual([]);
  } finally {
    computer.remove();
  }
});
