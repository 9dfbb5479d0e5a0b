// SPDX-License-Identifier: Apache-2.0
import { defaults } from "../defaults";
import { DockerChannel } from "../docker-choices";
import type { DockerSpec } from "../docker-spec";
import type { HostSpec, Problem } from "../spec";
import { isBefore, packageVersion, pin } from "../version";
import { isFetchable } from "./addresses";
import { at, demandEach, error, shown, warning } from "./problem";

const fingerprint = /^[0-9A-F]{40}$/;
const packageName = /^[A-Za-z0-9][A-Za-z0-9._+~-]*$/;
const folders = ["centos", "rhel", "rocky"];
/** What the installation removes before it begins. */
const conflicting = /^(docker(-client|-common|-engine|-io)?|moby-engine|podman-docker|runc|containerd)$/;
const architectures = ["x86_64", "aarch64", "$basearch", "source"];
const channels = Object.values(DockerChannel);
/** Engine versions nobody should get. */
const broken: Record<string, string> = {
  "29.1.0": "breaks the resolution of names on user-defined networks; take 29.1.1 or later",
};
/** With `dockerd --validate`, and so the oldest of which daemon.json is checked before it starts. EL9 begins at 20.10.15. */
const oldest = "23.0.0";
/** https://nvd.nist.gov/vuln/detail/CVE-2025-54388 */
const firstSafe = "28.3.3";
/** docker-ce requires it since June 2026. */
const containerdOfNewest = "2.1.5";

/** Which packages are installed, and from where. */
export function* packages({ docker }: HostSpec): Generator<Problem> {
  yield* versions(docker);
  yield* repository(docker);
  yield* demandEach(
    docker.packages,
    "docker.packages",
    (name) => packageName.test(name),
    `is not a package's name; use letters, digits, ".", "_", "+", "~" and "-"`,
  );
  for (const [i, name] of docker.packages.entries()) {
    if (!conflicting.test(name)) continue;
    yield error(at("docker.packages", i), `${shown(name)} is in conflict with docker-ce, and is removed; leave it out`);
  }
}

function* versions({ version, containerdVersion }: DockerSpec): Generator<Problem> {
  if (version !== undefined) {
    const [, epoch] = packageVersion.exec(version) ?? [];
    const reason = broken[pin(version).replace(/-.*$/, "")];
    if (!packageVersion.test(version)) {
      yield error(
        "docker.version",
        `${shown(version)} is not an engine version; write for example "27.5.1" or "27.5.1-1.el9"`,
      );
    } else if (epoch !== undefined && epoch !== "3:") {
      yield error(
        "docker.version",
        `${shown(version)} has epoch ${epoch.slice(0, -1)}, and docker-ce has 3; leave the epoch out`,
      );
    } else if (ofAnotherSystem(version)) {
      yield error("docker.version", otherSystem(version));
    } else if (isBefore(version, oldest)) {
      yield error(
        "docker.version",
        `${shown(version)} cannot check its daemon.json, which dockerd does since ${oldest}, and is not supported any more; take ${firstSafe} or later`,
      );
    } else if (reason !== undefined) {
      yield error("docker.version", `${shown(version)} ${reason}`);
    } else if (isBefore(version, firstSafe)) {
      yield warning(
        "docker.version",
        `${shown(version)} lets other machines reach ports published to localhost after firewalld reloads (CVE-2025-54388); take ${firstSafe} or later`,
      );
    }
  }
  if (containerdVersion === undefined) return;
  if (!packageVersion.test(containerdVersion)) {
    yield error(
      "docker.containerdVersion",
      `${shown(containerdVersion)} is not a version of containerd.io; write for example "1.7.25" or "2.1.5-1.el9"`,
    );
  } else if (ofAnotherSystem(containerdVersion)) {
    yield error("docker.containerdVersion", otherSystem(containerdVersion));
  } else if (version === undefined && isBefore(containerdVersion, containerdOfNewest)) {
    yield warning(
      "docker.containerdVersion",
      `${shown(containerdVersion)} is too old for the newest engine, which needs ${containerdOfNewest}; pin docker.version as well, or leave both open`,
    );
  }
}

/** A package release such as `-1.el8`, or one that is only its beginning. */
const ofAnotherSystem = (version: string) => pin(version).includes("-") && !/-\d+(\.\d+)*\.el9([._]|$)/.test(version);

function otherSystem(version: string): string {
  const number = pin(version).replace(/-.*$/, "");
  return `${shown(version)} is no package for Rocky Linux 9; write ${shown(`${number}-1.el9`)}, or ${shown(number)}`;
}

function* repository(docker: DockerSpec): Generator<Problem> {
  const { repository: place, channel, gpgKeyUrl, gpgFingerprint } = docker;
  const above = folderAbove(place);
  if (/^https?:/.test(place) && above !== undefined) {
    yield error(
      "docker.repository",
      `${shown(place)} is not the folder that holds "gpg" and "9", but leads into it; write ${shown(above)}`,
    );
  } else if (isOfDocker(place) && !folders.some((name) => place.endsWith(`/linux/${name}`))) {
    const names = folders.map(shown).join(", ");
    yield error("docker.repository", `${shown(place)} holds no packages for Rocky Linux 9; use one of ${names}`);
  } else if (!folders.includes(place) && (!isFetchable(place) || place.endsWith("/"))) {
    yield error(
      "docker.repository",
      `${shown(place)} is neither ${folders.join(", ")} nor an http or https address without query, user or final slash, for example "https://download.docker.com/linux/centos"`,
    );
  }
  if (place === "rocky" || place === `${defaults.repositories}/rocky`) {
    yield warning(
      "docker.repository",
      `${shown(place)} has lacked docker-ce itself (docker/docker-ce-packaging#1341); "centos" holds the same builds for Rocky Linux 9`,
    );
  }
  if (!channels.includes(channel)) {
    yield error("docker.channel", `${shown(channel)} is not a channel; use ${channels.map(shown).join(" or ")}`);
  }
  if (gpgKeyUrl !== undefined && !isFetchable(gpgKeyUrl)) {
    yield error("docker.gpgKeyUrl", `${shown(gpgKeyUrl)} is not an http or https address without query or user`);
  } else if (gpgKeyUrl !== undefined && /.(\/|\.repo|\.rpm)$/.test(new URL(gpgKeyUrl).pathname)) {
    yield error(
      "docker.gpgKeyUrl",
      `${shown(gpgKeyUrl)} is not the address of a key's own file, for example "${defaults.repositories}/centos/gpg"`,
    );
  }
  if (!fingerprint.test(gpgFingerprint)) {
    yield error(
      "docker.gpgFingerprint",
      `${shown(gpgFingerprint)} is not a key's fingerprint; write its 40 hexadecimal digits in upper case and without spaces`,
    );
  }
}

const isOfDocker = (place: string) => URL.canParse(place) && new URL(place).hostname === "download.docker.com";

/** The folder that was meant, where an address leads to something in it. */
function folderAbove(place: string): string | undefined {
  const parts = place.split("/");
  while (parts.at(-1) === "") parts.pop();
  const isRelease = (part: string, i: number) =>
    /^(9(\.\d+)?|\$releasever)$/.test(part) && [undefined, ...architectures].includes(parts[i + 1]);
  const release = parts.findIndex(isRelease);
  const isFile = /^gpg$|\.repo$/.test(parts.at(-1) ?? "");
  if (release < 0 && !isFile) return undefined;
  return parts.slice(0, release < 0 ? -1 : release).join("/");
}
