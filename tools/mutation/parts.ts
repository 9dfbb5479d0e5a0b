// SPDX-License-Identifier: Apache-2.0

/** A part of the pure core, and the tests that hold it: the fast ones, because each runs for each mutant. */
export interface Part {
  code: string[];
  tests: string[];
}

const files = (folder: string, names: string, ending: string) =>
  names.split(" ").map((name) => `${folder}/${name}${ending}`);

export const parts: Record<string, Part> = {
  validate: {
    code: ["cloud-init/validate.ts", "cloud-init/validate/**/*.ts"],
    tests: ["test/cloud-init/validate/*.test.ts", ...files("test/cloud-init", "validate patterns numbers", ".test.ts")],
  },
  rendering: {
    code: ["cloud-init/*.ts", "!cloud-init/validate.ts"],
    tests: files(
      "test/cloud-init",
      "daemon guest-script limits mask merge preview render settings validate version",
      ".test.ts",
    ),
  },
  health: {
    code: files(
      "components/health",
      "check-command check-limits expectations probes report report-page report-style script ssh-failure timeline",
      ".ts",
    ),
    tests: files(
      "test/components/health",
      "check-command check-limits expectations report report-page script ssh-failure timeline",
      ".test.ts",
    ),
  },
  components: {
    code: files("components", "expiry host-spec ssh-identity", ".ts"),
    tests: files("test/components", "expiry host-spec ssh-identity", ".test.ts"),
  },
  aws: {
    code: ["components/aws/validate.ts", "components/aws/validate/*.ts", "components/aws/rules.ts"],
    tests: files("test/components/aws", "docker-host-arguments network values", ".test.ts"),
  },
  gcp: {
    code: files("components/gcp", "labels machine-type validate values", ".ts"),
    tests: files("test/components/gcp", "docker-host-arguments names values", ".test.ts"),
  },
};
