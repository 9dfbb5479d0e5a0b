// SPDX-License-Identifier: Apache-2.0
import { masked } from "../../../tools/cli/masked";

test.each([
  ["ssh:user:s3cret@host", "ssh:user:***@host"],
  ["ssh:/user:s3cret@host", "ssh:/user:***@host"],
  ["ssh://user:s3/cr@t@host:22", "ssh://user:***@host:22"],
  ["ssh://user:s3cret", "ssh://user:***"],
  ["ssh://user:53cret", "ssh://user:***"],
  ["https://user:s3cret@host/x", "https://user:***@host/x"],
  ["ssh://user@host:2222", "ssh://user@host:2222"],
  ["https://host:8443/x", "https://host:8443/x"],
  ["ssh://[fe80::1%25lo]", "ssh://[fe80::1%25lo]"],
  ["web", "web"],
])("%s is shown as %s", (text, shown) => {
  expect(masked(text)).toBe(shown);
});
