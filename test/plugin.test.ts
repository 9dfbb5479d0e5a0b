// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import { schema, schemaFile } from "../tools/schema";

test("schema.json is what Pulumi infers from the sources; `npm run schema` writes it anew", async () => {
  expect(readFileSync(schemaFile, "utf8")).toBe(await schema());
}, 120_000);
