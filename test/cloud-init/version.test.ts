// SPDX-License-Identifier: Apache-2.0
import { engineVersion } from "../../cloud-init";
import { isBefore, packageVersion, pin } from "../../cloud-init/version";

test.each([
  ["27.5.1", "27.5.1", "27.5.1"],
  ["27.5.1-1.el9", "27.5.1-1.el9", "27.5.1"],
  ["3:27.5.1-1.el9", "27.5.1-1.el9", "27.5.1"],
  ["12:27.5.1", "27.5.1", "27.5.1"],
  ["3:28.0.0~rc.1-1.el9", "28.0.0~rc.1-1.el9", "28.0.0-rc.1"],
])("%s is installed as %s, and the engine then calls itself %s", (version, pinned, engine) => {
  expect(pin(version)).toBe(pinned);
  expect(engineVersion(version)).toBe(engine);
});

test.each([
  ["28.3.2", "28.3.3", true],
  ["28.3.3", "28.3.3", false],
  ["28.10.0", "28.3.3", false],
  ["9.99.99", "28.3.3", true],
  ["3:28.2.9-1.el9", "28.3.3", true],
  ["29.0.0", "28.3.3", false],
])("whether %s comes before %s: %s", (version, limit, expected) => {
  expect(isBefore(version, limit)).toBe(expected);
});

test.each([...["27.5.1", "12:27.5.1", "27.5.1-1.el9", "28.0.0~rc.1", "28.0.0~beta.12-1", "28.0.0~rc.10-12.el9"]])(
  "%s is a version",
  (version) => {
    expect(packageVersion.test(version)).toBe(true);
  },
);

test.each([
  ...[
    "27.5",
    "v27.5.1",
    "27.5.1x",
    "x:27.5.1",
    "27.x.1",
    "27.5.x",
    "28.0.0~alpha.1",
    "28.0.0~rc.x",
    "27.5.1-el9",
    "27.5.1-1_",
  ],
])("%s is none", (version) => {
  expect(packageVersion.test(version)).toBe(false);
});
