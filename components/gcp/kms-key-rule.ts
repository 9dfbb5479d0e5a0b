// SPDX-License-Identifier: Apache-2.0
import { error, shown } from "../../cloud-init/validate/problem";
import { value } from "../arguments/row";
import { project } from "./links";

const key = new RegExp(`^${project}/locations/[a-z0-9-]+/keyRings/[\\w-]{1,63}/cryptoKeys/[\\w-]{1,63}$`);

/** Google's provider reads the key of a disk back without its version, and replaces what has another one. */
export const kmsKey = value(function* (given, path) {
  const text = typeof given === "string" ? given : "";
  if (key.test(text)) return;
  const [version = ""] = /\/cryptoKeyVersions\/\d+$/.exec(text) ?? [];
  if (version !== "" && key.test(text.slice(0, -version.length))) {
    yield error(
      path,
      `${shown(text)} is one version of a key, and Google answers with the key: each update would replace the machine, and ` +
        `delete its data disk; leave out "${version}"`,
    );
    return;
  }
  yield error(
    path,
    `${shown(given)} is not a key of Cloud KMS with the id of its project, for example "projects/P/locations/europe-west1/keyRings/R/cryptoKeys/K"`,
  );
});
