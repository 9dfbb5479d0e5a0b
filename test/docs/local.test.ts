// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { rockyAddresses, rockyImages } from "../../components/local/image";

const page = readFileSync(join(__dirname, "..", "..", "docs", "local.md"), "utf8");

test.each(Object.values(rockyImages))("what it downloads is an image that npm start takes as well: $file", (image) => {
  const [address = ""] = rockyAddresses(image);
  expect(page).toContain(`image=${image.file}\ncurl -fLO ${address.replace(image.file, "$image")}\n`);
  expect(page).toContain(`echo "${image.sha256}  $image" | { sha256sum --check || `);
});
