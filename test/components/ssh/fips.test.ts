// SPDX-License-Identifier: Apache-2.0
// A machine whose sshd has what EL9's policy FIPS leaves it: sshd itself where it is here, and a stand-in everywhere.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

import { type KeyType } from "../../../cloud-init";
import { makeKeyPair } from "../../../components/key-pair";
import { type Connection, steps } from "../../../components/ssh/connection";
import { dial } from "../../../components/ssh/dial";
import { SshFailure } from "../../../components/ssh/failure";
import { type SshServer, startSshServer } from "../../tools/stand-ins/command-provider/ssh-server";
import { wayTo } from "./servers";

const types: KeyType[] = ["ed25519", "ecdsa"];
const [ed25519, ecdsa] = types.map((type) => ({ host: makeKeyPair("host", type), login: makeKeyPair("login", type) }));
if (!ed25519 || !ecdsa) throw new Error("no keys");

async function outcome(connection: Connection): Promise<SshFailure | "in"> {
  try {
    (await dial(connection, AbortSignal.timeout(60_000), steps)).close();
    return "in";
  } catch (error) {
    if (error instanceof SshFailure) return error;
    throw error;
  }
}

/** What is said to whoever comes with keys of the usual kind, in whose place others have to be made. */
const noHostKey = {
  kind: "refusal",
  message: expect.stringMatching(/the host has no key of type ssh-ed25519, expected ssh-ed25519 SHA256:/) as string,
  hint: expect.stringMatching(
    /^an image in FIPS mode takes no ed25519 keys: set keyType to "ecdsa"; otherwise: /,
  ) as string,
};
const noLogin = {
  message: expect.stringMatching(/^the host refused the login of /) as string,
  hint: expect.stringContaining('an image in FIPS mode takes no ed25519 keys: set keyType to "ecdsa", or') as string,
};

describe("a stand-in", () => {
  let server: SshServer;
  beforeAll(async () => (server = await startSshServer({ keyType: "ecdsa" })));
  afterAll(() => server.close());

  test("lets in whoever has keys of type ecdsa", async () => {
    expect(server.hostKey).toMatch(/^ecdsa-sha2-nistp256 /);
    expect(await outcome(wayTo(server))).toBe("in");
  });
  test("has not the machine's key of type ed25519: what to set is said", async () => {
    expect(await outcome(wayTo(server, { hostKey: ed25519.host.publicKey }))).toMatchObject(noHostKey);
  });
  test("takes no login's key of type ed25519: what to set is said", async () => {
    expect(await outcome(wayTo(server, { privateKey: ed25519.login.privateKey }))).toMatchObject(noLogin);
    const said = await outcome(wayTo(server, { privateKey: makeKeyPair("", "ecdsa").privateKey }));
    expect((said as SshFailure).hint).not.toContain("FIPS");
  });
});

const sshd = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].find((path) => existsSync(path));
// As root it wants a folder and a user that its package makes.
const itself = sshd !== undefined && (process.getuid?.() !== 0 || existsSync("/run/sshd")) ? describe : describe.skip;

itself("sshd", () => {
  const curves = ["256", "384", "521"].map((bits) => `ecdsa-sha2-nistp${bits}`).join(",");
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "fips-"))));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** sshd for one connection, on its stdin and stdout. */
  function way(host: string, login: string, hostKey: string, privateKey: string): Connection {
    const put = (name: string, text: string) => {
      writeFileSync(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    };
    const lines = [
      `HostKey ${put("host_key", host)}`,
      `AuthorizedKeysFile ${put("authorized_keys", login)}`,
      // Of crypto-policies' FIPS for OpenSSH on EL9.
      `HostKeyAlgorithms ${curves},rsa-sha2-256,rsa-sha2-512`,
      `PubkeyAcceptedAlgorithms ${curves},rsa-sha2-256,rsa-sha2-512`,
      "KexAlgorithms ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group14-sha256",
      "Ciphers aes256-gcm@openssh.com,aes256-ctr,aes128-gcm@openssh.com,aes128-ctr",
      "MACs hmac-sha2-256-etm@openssh.com,hmac-sha2-256,hmac-sha2-512",
      ...["StrictModes no", "UsePAM no", "PermitRootLogin prohibit-password", "PidFile none"],
    ];
    const proxyCommand = [sshd ?? "", "-i", "-f", put("sshd_config", `${lines.join("\n")}\n`)];
    return { host: "sshd", user: userInfo().username, hostKey, privateKey, proxyCommand };
  }

  test("lets in whoever has keys of type ecdsa", async () => {
    const { host, login } = ecdsa;
    expect(await outcome(way(host.privateKey, login.publicKey, host.publicKey, login.privateKey))).toBe("in");
  });
  test("has not the machine's key of type ed25519: what to set is said", async () => {
    const { host, login } = ecdsa;
    expect(
      await outcome(way(host.privateKey, login.publicKey, ed25519.host.publicKey, login.privateKey)),
    ).toMatchObject(noHostKey);
  });
  test("takes no login's key of type ed25519: what to set is said", async () => {
    const { host } = ecdsa;
    const { login } = ed25519;
    expect(await outcome(way(host.privateKey, login.publicKey, host.publicKey, login.privateKey))).toMatchObject(
      noLogin,
    );
  });
});
