// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { parseDocument } from "yaml";

import { makeKeyPair } from "../../components/key-pair";
import { cache } from "../../tools/shared/places";
import { type BootDisk, ensureBootDisk } from "../lab/boot-disk";
import { ensureNewestEngine } from "../lab/newest-engine";
import { type FreshClone, show } from "./fresh-clone";
import { ImageSite } from "./image-site";

/** `npm start -- --image`: a disk from somebody's site, on the machine of a stack that runs already. */
export function ownImageTests(clone: () => FreshClone, start: (...options: string[]) => ReturnType<FreshClone["run"]>) {
  let disk: BootDisk;
  let site: ImageSite;
  let downloaded: string;
  const startFrom = (place: string) => start("--image", site.address(place), "--sha256", disk.sha256);

  beforeAll(async () => {
    disk = await ensureBootDisk(show);
    downloaded = join(cache, "own-images", `${disk.sha256.slice(0, 12)}-laboratory.qcow2`);
    mkdirSync(dirname(downloaded), { recursive: true });
    forget();
    site = new ImageSite(disk.file);
    await site.open();
  });
  // After the file's own, which ends the machine whose disk lies on top of the image.
  afterAll(async () => {
    await site.close();
    forget();
  });

  const downloads = () => readdirSync(dirname(downloaded)).filter((name) => name.startsWith(basename(downloaded)));
  const forget = () => downloads().forEach((name) => rmSync(join(dirname(downloaded), name)));

  test("an image that the site no longer has, or that is not what was asked for, is refused, and the machine stays", async () => {
    const pid = clone().pid();
    const gone = await startFrom("gone");
    expect(gone.status).toBe(1);
    expect(gone.output).toContain(
      `${site.address("gone")} answered 404; open it in a browser, and give the address at`,
    );
    const changed = await startFrom("changed");
    expect(changed.status).toBe(1);
    expect(changed.output).toMatch(new RegExp(`/changed/\\S+ has SHA-256 \\w{64}, expected ${disk.sha256}; `));
    expect([clone().pid(), existsSync(downloaded)]).toEqual([pid, false]);
  });

  test("one that comes only in part, from where the site has moved it, is kept as far as it has come", async () => {
    const { status, output } = await startFrom("old");
    expect(status).toBe(1);
    expect(output).toMatch(/\/old\/\S+ broke off after \d+ of \d+ MB\n/);
    expect(output).toContain("`npm start` goes on from here");
  });

  test("npm start then gets the rest, and it and changed arguments replace the machine, which is as asked, with Docker 29", async () => {
    // Its repository offers a newer release as well.
    const { docker, repositoryDirectory } = await ensureNewestEngine(show);
    const { privateKey, publicKey } = makeKeyPair("alice");
    writeFileSync(join(clone().directory, "alice"), privateKey, { mode: 0o600 });
    const settings = join(clone().directory, "stacks", "Pulumi.start.yaml");
    const document = parseDocument(readFileSync(settings, "utf8"));
    const set = (value: unknown, ...path: string[]) => document.setIn(["config", "docker-host:local", ...path], value);
    for (const [name, value] of Object.entries(docker)) set(value, "docker", name);
    if (repositoryDirectory !== undefined) set(repositoryDirectory, "repositoryDirectory");
    // Of two emulated processors each waits for the other where there are but two real ones, and another test has a machine too.
    set(1, "cpus");
    set({ "log-driver": "local", "log-opts": { "max-size": "5m" } }, "docker", "daemonConfig");
    set(
      [
        { name: "alice", sshAuthorizedKeys: [publicKey] },
        { name: "bob", sudo: true },
      ],
      "users",
    );
    set({ bootcmd: [["useradd", "-m", "veteran"]] }, "cloudConfig");
    set(["rocky", "alice", "bob", "veteran"], "dockerUsers");
    writeFileSync(settings, document.toString());

    expect((await clone().shell("pulumi preview -s start")).output).toMatch(/docker-host-machine\s+replace/);
    const [part = ""] = downloads();
    const had = statSync(join(dirname(downloaded), part)).size;
    site.mend();
    expect(await startFrom("old")).toMatchObject({ status: 0 });
    expect(site.begins).toEqual([0, had]);
    const report = await clone().health();
    const detail = (name: string) => report.probes.find(({ probe }) => probe === name)?.detail;
    expect(report.dockerVersion).toBe(docker.version);
    expect(detail("packages")).toContain(`docker-ce-${docker.version}-1.el9`);
    expect(detail("storage")).toBe("overlayfs, containerd's image store");
    for (const name of ["rocky", "alice", "bob", "veteran"]) expect(detail("membership")).toContain(name);
    const login = "-o IdentitiesOnly=yes -o UserKnownHostsFile=.pulumi-local/ssh/known_hosts";
    const command = "id -un; docker ps -q; docker info --format '{{.LoggingDriver}}'";
    const ssh = `ssh -F none -i alice ${login} -p "\${DOCKER_HOST##*:}" alice@127.0.0.1 "${command}"`;
    expect(await clone().shell(ssh)).toEqual({ status: 0, output: "alice\nlocal\n" });
  });

  test("that machine was started by the boot loader on its disk, whose root has grown to the end", async () => {
    const { output } = await clone().ssh("cat /proc/cmdline; df -BG --output=source,size / | tail -n 1");
    expect(output).toMatch(/^BOOT_IMAGE=[^]*\n\/dev\/vda\d +(19|20)G\n$/);
  });

  test("a second npm start changes nothing, although it names no image", async () => {
    const { status, output } = await start();
    expect(output).toContain("✔ nothing has changed since the check of ");
    expect(status).toBe(0);
  });
}
