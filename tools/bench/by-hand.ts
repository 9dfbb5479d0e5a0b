// SPDX-License-Identifier: Apache-2.0
// What people do without this package: a bare cloud-config, or a procedure typed over SSH.
import { complete } from "../../cloud-init";
import { toYaml } from "../../cloud-init/render";
import { packages, repositoryUrl } from "../../cloud-init/settings";
import type { CloudConfig } from "../../cloud-init/spec";
import { login } from "../../components/local/defaults";
import type { Report } from "../shared/subprocess";
import { withMachine, type Setting } from "./machine";
import { run, runWhenUp } from "./remote";

/** The repository and the packages of a host of ours that is told nothing. */
function docker({ image }: Setting): { repository: string; names: string } {
  const spec = complete({ login, ...(image.docker && { docker: image.docker }) }).docker;
  const url = repositoryUrl(spec);
  const repository = `[docker-ce-stable]
name=Docker CE
baseurl=${url}/9/$basearch/stable
gpgcheck=1
gpgkey=${url}/gpg
`;
  return { repository, names: packages(spec)[1].join(" ") };
}

/** The login and the machine's key are ours, so that both machines have the same to do and the first login is verified. */
function cloudConfig({ keys }: Setting, more: CloudConfig = {}): string {
  return toYaml({
    ssh_authorized_keys: [keys.login.publicKey],
    ssh_keys: { ed25519_private: keys.host.privateKey, ed25519_public: keys.host.publicKey },
    ...more,
  });
}

/**
 * The least that leads to Docker: cloud-init writes the repository's file and runs dnf and systemctl. Nothing is checked but
 * that `docker version` answers, which the first session asks each second, from the moment at which a login is accepted.
 */
export async function floor(setting: Setting, signal: AbortSignal): Promise<number> {
  const { repository, names } = docker(setting);
  const userData = cloudConfig(setting, {
    write_files: [{ path: "/etc/yum.repos.d/docker-ce.repo", content: repository }],
    runcmd: [`dnf -y install ${names}`, "systemctl enable --now docker"],
  });
  return withMachine(setting, userData, signal, async ({ connection, elapsed }) => {
    await runWhenUp(connection, "until sudo docker version; do sleep 1; done >/dev/null 2>&1", signal);
    return elapsed();
  });
}

/** The steps of the procedure that are typed before the reboot; the file of step 1 is here, as not every site has one. */
const typed = (repository: string) => [
  `cat >docker-ce.repo <<'REPO'\n${repository}REPO\nsudo dnf config-manager --add-repo "file://$HOME/docker-ce.repo"`,
  "dnf repolist",
  "sudo dnf -y install docker-ce docker-ce-cli containerd.io",
  "docker version || true",
  "sudo systemctl start docker && systemctl is-active docker",
  "sudo systemctl enable docker && systemctl is-enabled docker",
  "sudo docker version",
  "ls -l /var/run/docker.sock",
  `sudo usermod -aG docker ${login}`,
];

/** The procedure by hand, typed without a pause by somebody who makes no mistake, up to `docker ps` after the reboot. */
export async function typedProcedure(setting: Setting, signal: AbortSignal, report: Report): Promise<number> {
  return withMachine(setting, cloudConfig(setting), signal, async ({ connection, elapsed }) => {
    const boot = "cat /proc/sys/kernel/random/boot_id";
    const before = await runWhenUp(connection, boot, signal);
    for (const line of typed(docker(setting).repository)) {
      report(line.split("\n").at(-1) ?? "");
      await run(connection, line, signal);
    }
    await run(connection, "sudo systemctl reboot --no-block", signal);
    while ((await runWhenUp(connection, boot, signal)) === before);
    await run(connection, "docker ps", signal);
    return elapsed();
  });
}
