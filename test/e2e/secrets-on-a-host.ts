// SPDX-License-Identifier: Apache-2.0
// Secrets on a machine that other tests have booted: what is delivered, what of it a registry lets in, and where nobody may find any
// of it. The registry is a real one, on this computer.
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { LabRegistry } from "../lab/registry";
import { network } from "../lab/cloud/command-line";
import type { CloudStack } from "./cloud-stack";
import { show } from "./fresh-clone";

const random = () => `e2e-${randomBytes(12).toString("hex")}`;
const base64 = (text: string) => Buffer.from(text).toString("base64");
const token = random();
const passwords = [random(), random()] as const;
/** The identity of a Google machine, and what the laboratory's metadata service gives it. */
const email = "web@my-project.iam.gserviceaccount.com";
const roleToken = `ya29.c.${createHash("sha256").update(email).digest("base64url")}`;
const registryOfRole = "lab-docker.pkg.dev";
/** In each form in which they are anywhere on their way. */
const secrets = [
  token,
  roleToken,
  ...passwords,
  ...passwords.map((password) => base64(`robot:${password}`)),
  base64(token),
];
/** For grep, whose own command line it does not find. */
const pattern = secrets.map((text) => `[${text[0]}]${text.slice(1).replaceAll(/[+.]/g, "[$&]")}`).join("|");

export class SecretsOnAHost {
  private registry: LabRegistry | undefined;

  constructor(
    private readonly stack: CloudStack,
    private readonly target: string,
  ) {}

  /** Before the first update: a machine is told of a registry's authority at its first boot alone. */
  async order(): Promise<void> {
    this.registry = await LabRegistry.start(show, { robot: passwords[0] });
    for (const host of [this.host, registryOfRole])
      this.stack.set(this.registry.certificate, "docker", "registryCertificates", host);
    this.stack.set({ email }, "serviceAccount");
    this.stack.set(
      [{ path: "/etc/app/token", owner: "root:docker", permissions: "0640" }, { path: "/etc/app/old" }],
      "secretFiles",
    );
    this.stack.set([{ host: this.host, username: "robot", users: ["rocky"] }], "registries");
    await this.keep("secretFiles[0].content", token);
    await this.keep("secretFiles[1].content", token);
    await this.keep("registries[0].password", passwords[0]);
  }

  /** As docs/secrets.md says. */
  private async keep(place: string, value: string): Promise<void> {
    const set = `config set --secret --path 'docker-host:${this.target}.${place}' '${value}'`;
    expect(await this.stack.pulumi(set)).toMatchObject({ status: 0 });
  }

  private get host(): string {
    return `${network.gateway}:${this.registry?.port}`;
  }

  private get image(): string {
    return `${this.host}/team/app:1`;
  }

  /** Has the machine find the laboratory's registry by the name of one of Google's, also after a restart. */
  private leadsToTheRegistry(): string {
    const rule = `-t nat -A OUTPUT -d ${network.gateway} -p tcp --dport 443 -j DNAT --to ${this.host}`;
    const unit = `[Service]\\nType=oneshot\\nExecStart=iptables ${rule}\\n[Install]\\nWantedBy=multi-user.target\\n`;
    return [
      `echo '${network.gateway} ${registryOfRole}' | sudo tee -a /etc/hosts`,
      `printf '${unit}' | sudo tee /etc/systemd/system/leads.service`,
      "sudo systemctl enable --now leads",
    ].join(" && ");
  }

  async stop(): Promise<void> {
    await this.registry?.stop();
  }

  tests(): void {
    const { stack } = this;
    const ssh = async (command: string) => (await stack.ssh(command)).output;
    const probe = async (name: string) => (await stack.outputs()).health.probes.find((one) => one.probe === name);

    test("a secret file is there, with its owner and mode, as it was written", async () => {
      const [seen, digest] = (await ssh("sudo stat -c '%a %U:%G' /etc/app/token; sudo sha256sum /etc/app/token")).split(
        "\n",
      );
      expect(seen).toBe("640 root:docker");
      expect(digest).toContain(createHash("sha256").update(token).digest("hex"));
    });

    test("a user pulls from a registry that lets in nobody without a password, and others do not", async () => {
      expect(await probe("registry")).toMatchObject({ status: "pass", detail: `logged in to ${this.host}` });
      const make = `tar -C /usr/bin -c true | docker import - ${this.image}`;
      const pull = `docker image rm ${this.image}; docker pull -q ${this.image}`;
      const pulled = await stack.ssh(`${make} && docker push -q ${this.image} && ${pull}`);
      expect(pulled).toMatchObject({ status: 0, output: expect.stringMatching(`\n${this.image}\n$`) as string });
      const others = await stack.ssh(`sudo docker pull -q ${this.image}`);
      expect(others).toMatchObject({
        status: 1,
        output: expect.stringContaining("no basic auth credentials") as string,
      });
    });

    test("a password that was changed at the registry fails the check at its own stage", async () => {
      await stack.ssh("sudo systemd-run -q --unit=seen sh -c 'while sleep 1; do ps axeww; done >/run/seen'");
      this.registry?.setUsers({ robot: passwords[1] });
      await stack.pulumi("config set recheck password");
      const { status, output } = await stack.up();
      expect(status).not.toBe(0);
      expect(output).toMatch(
        /✖ docker-host: a registry does not let a user in \(stage registry of the check,\s+after \d+ s\)/,
      );
      expect(output).toMatch(
        /401 Unauthorized\s+fix: the registry refuses the password: correct registries\[\]\.username and/,
      );
    });

    test("the new one lets the user pull again, the machine's service account does, and a file that is named no more is gone", async () => {
      this.registry?.setUsers({ robot: passwords[1], oauth2accesstoken: roleToken });
      expect(await stack.ssh(this.leadsToTheRegistry())).toMatchObject({ status: 0 });
      const image = `${registryOfRole}/team/app:1`;
      stack.set({ host: registryOfRole, login: "cloud", users: ["rocky"], image }, "registries", "1");
      stack.set(this.image, "registries", "0", "image");
      stack.set(undefined, "secretFiles", "1");
      await this.keep("registries[0].password", passwords[1]);
      expect(await stack.up()).toMatchObject({ status: 0 });
      expect(await probe("secrets")).toMatchObject({
        detail: expect.stringMatching(/^1 secret file \(0 written, 1 removed\)/) as string,
      });
      expect(await ssh("sudo ls /etc/app; sudo systemctl stop seen 2>/dev/null")).toBe("token\n");
      expect(await probe("registry")).toMatchObject({ detail: `logged in to ${this.host}, ${registryOfRole}` });
      const pull = `docker image rm ${this.image}; docker pull -q ${this.image} && docker pull -q ${image}`;
      expect(await stack.ssh(pull)).toMatchObject({ status: 0 });
      expect(await stack.ssh(`sudo docker pull -q ${image}`)).toMatchObject({ status: 1 });
    });

    test("no secret stands in the state, user data, logs, diagnostics, or what processes are started with", async () => {
      const found = (text: string) => secrets.filter((secret) => text.includes(secret));
      expect(found(await stack.state())).toEqual([]);
      expect(found((await stack.pulumi("stack output --json")).output)).toEqual([]);
      expect(inFiles(stack.folder).filter((text) => found(text).length > 0)).toEqual([]);
      const seen = "/run/seen /var/log /run/log /var/lib/cloud /var/lib/docker-host /tmp /var/tmp";
      const files = await ssh(
        `sudo grep -rlaE '${pattern}' ${seen}; sudo journalctl --no-pager | grep -cE '${pattern}'`,
      );
      expect(files).toBe("0\n");
      const archive = "sudo tar -xzOf /var/lib/docker-host/diagnostics.tar.gz";
      expect(await ssh(`${archive} | grep -caE '${pattern}'; ${archive} | grep -c 'stage registry failed'`)).toBe(
        "0\n1\n",
      );
      // It looks at all: the script of a check is among what was seen.
      expect(await ssh("grep -c EXPECT_NAME= /run/seen | sed 's/[1-9][0-9]*/some/'")).toBe("some\n");
    });
  }
}

/** The texts of a cloud: a disk holds what the machine was given. */
function inFiles(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const texts = files.filter(({ name }) => !/\.(qcow2|raw|img)$/.test(name));
  return texts.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
}
