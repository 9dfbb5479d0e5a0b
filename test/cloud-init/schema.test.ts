// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import Ajv from "ajv-draft-04";
import { parse } from "yaml";

import { complete, type HostSpecInput, render } from "../../cloud-init";
import { mountDataDisk } from "../../cloud-init/data-disk";
import { examples, specOf } from "./spec-of";
import { valid } from "./valid-specs";

/** Each form of what a caller may lay on top. */
const onTop: HostSpecInput = {
  login: "rocky",
  cloudConfig: { users: [{ name: "x" }], runcmd: [["date"], "date"], timezone: "UTC" },
};

/**
 * cloud-init's own opinion. It says that modules will read what we mean as of the right form, not that they do it: the
 * schema's `deprecated` is a note, and formats (`uri`) are not looked at here.
 */
describe.each(["23.4", "24.4"])("cloud-init %s accepts the user data", (version) => {
  const schema = gunzipSync(readFileSync(join(__dirname, "schema", `cloud-config-${version}.json.gz`))).toString();
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const validate = ajv.compile(JSON.parse(schema) as object);
  const problems = (text: string) => (validate(parse(text, { version: "1.1" })) ? [] : validate.errors);

  const dataDisk = { login: "rocky", cloudConfig: mountDataDisk("/data", "/dev/disk/by-id/google-docker-data") };

  test.each([...examples, ["cloud-config on top", onTop] as const, ["a data disk", dataDisk] as const])(
    "of %s",
    (_name, input) => {
      expect(problems(render(complete(input)))).toEqual([]);
    },
  );

  test.each(valid)("of %s", (_label, input) => {
    expect(problems(render(specOf(input)))).toEqual([]);
  });

  test("and refuses what has a mistake, so that this test can fail", () => {
    expect(problems("users: 5")).not.toEqual([]);
    expect(problems("user: [1]\nno_such_key: true")).not.toEqual([]);
  });
});
