// SPDX-License-Identifier: Apache-2.0
import { utils } from "ssh2";

import { makeKeyPair } from "../../components/key-pair";

/** Real public keys of nobody. */
export const keys = {
  ed25519: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID+3HzMjKxVT6guzujBYgXGZB5JrRq/snCU0plqFpzki ci@example",
  ecdsa:
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBIune7igmQeQMvKgz1ygjvhRy9KF8GfKkXapDacVOsuVYvDeFmtG6MXp5b57uNFjJParRqZl5lSDYHPBcA3UBgc= ben@example",
  dsa: dsa(),
  // Made of the two above: nobody has the security keys for them.
  skEd25519:
    "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAID+3HzMjKxVT6guzujBYgXGZB5JrRq/snCU0plqFpzkiAAAABHNzaDo= ci@example",
  skEcdsa:
    "sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyNTYAAABBBIune7igmQeQMvKgz1ygjvhRy9KF8GfKkXapDacVOsuVYvDeFmtG6MXp5b57uNFjJParRqZl5lSDYHPBcA3UBgcAAAAEc3NoOg== ben@example",
};

export const hostKey = makeKeyPair("host");

/** A certificate authority of nobody, with 100 years to go. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBkjCCATmgAwIBAgIULF1WPL+p5WB8PRmy3KGUMSn2zt0wCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTRXhhbXBsZSByZWdpc3RyeSBDQTAgFw0yNjExMjQxNDI5NDBa
GA8yMTI2MTAzMTE0Mjk0MFowHjEcMBoGA1UEAwwTRXhhbXBsZSByZWdpc3RyeSBD
QTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFMK9zYlRAhEHwCeGeDhzg/wRLXe
xkH4V6PAxybtnrDp5Pg8b8a8SkVeJzfjpQ+3SiGMxZz7+HDBs7hDbaEGau6jUzBR
MB0GA1UdDgQWBBQ++np+1a2NXKFwiXzj+RG7VkSRLzAfBgNVHSMEGDAWgBQ++np+
1a2NXKFwiXzj+RG7VkSRLzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cA
MEQCID9cLtvzPyWMZycZsOzXo1iJmDjfFlDylhhsyJrLM2KeAiBzIjoiTH1MsNg/
6trlfu+u7kt1b2zF4K/y+OMYu21K9A==
-----END CERTIFICATE-----
`;

export function rsa(bits: number): string {
  return utils.generateKeyPairSync("rsa", { bits }).public;
}

/** ssh2 makes none, because nobody should have one. The key's numbers are not looked at here. */
function dsa(): string {
  const part = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
  const numbers = [64, 20, 64, 64].map((length) => part(Buffer.alloc(length, 1)));
  return `ssh-dss ${Buffer.concat([part(Buffer.from("ssh-dss")), ...numbers]).toString("base64")} old@example`;
}
