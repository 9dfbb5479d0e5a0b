// SPDX-License-Identifier: Apache-2.0
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parseDocument } from "yaml";

import { ensureDockerImage } from "../lab/docker-image";
import { plainSecrets } from "../../tools/acceptance/plain-secrets";
import { type FreshClone, show } from "./fresh-clone";

/** What a person sees of a start that fails, and what the lines that are to be pasted then do. */
export function failedStartTests(clone: () => FreshClone, start: () => ReturnType<FreshClone["run"]>) {
  let screen: string[];

  test("npm start ends on one screen: the stage, dockerd's own reason, what to change, and how to look at the machine", async () => {
    // The installation is not what this is about, so the image has Docker's packages already. Under another path it is
    // one that the user has chosen.
    const { image, docker, repositoryDirectory } = await ensureDockerImage(show);
    const disk = join(clone().directory, "own.qcow2");
    symlinkSync(image.disk, disk);
    const settings = join(clone().directory, "stacks", "Pulumi.start.yaml");
    const document = parseDocument(readFileSync(settings, "utf8"));
    const place = ["config", "docker-host:local"];
    for (const name of ["users", "dockerUsers", "cloudConfig"]) document.deleteIn([...place, name]);
    document.setIn([...place, "image"], { ...image, disk });
    document.setIn([...place, "repositoryDirectory"], repositoryDirectory);
    document.setIn([...place, "docker"], { ...docker, daemonConfig: { "storage-driver": "zfs" } });
    writeFileSync(settings, document.toString());

    const { status, output } = await start();
    expect(status).toBe(1);
    screen = output.slice(output.indexOf("✖ docker-host: ")).trimEnd().split("\n");
    expect(screen.length).toBeLessThan(24);
    const first = screen.slice(0, 6).join(" ").replace(/ +/g, " ");
    expect(first).toMatch(/^✖ docker-host: Docker does not start \(stage start of the installation, after \d+ s\) /);
    // From the end of the log or, where that holds other lines, from what the install script has noted.
    expect(first).toMatch(
      /(dockerd|docker does not start): failed to start daemon: .*zfs.* fix: docker\.daemonConfig\["storage-driver"\] must be/,
    );
    expect(output).not.toMatch(plainSecrets);
    expect(output).not.toMatch(/"probe"|running "/);
  });

  test("the lines to look at it work as they are pasted, in a new terminal", async () => {
    const look = screen.flatMap((line) => /^ +(?:look: )?(npx .*)$/.exec(line)?.[1] ?? []);
    expect(look).toHaveLength(2);
    const [shell = "", diagnostics = ""] = look;
    const entered = await clone().run("bash", "-c", `echo 'systemctl is-failed docker' | ${shell}`);
    expect(entered.output).toMatch(/^failed$/m);
    const fetched = await clone().run("bash", "-c", diagnostics);
    expect(fetched).toMatchObject({ status: 0 });
    const journal = readFileSync(join(clone().directory, "docker-host-diagnostics", "journal-docker.txt"), "utf8");
    expect(journal).toContain("zfs");
  });

  test("npm run check says the same of it", async () => {
    const { status, output } = await clone().run("npm", "run", "check");
    expect(status).toBe(1);
    expect(output).toContain("✖ docker-host: Docker does not start (stage start of the installation");
  });
}
