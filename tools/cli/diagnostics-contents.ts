// SPDX-License-Identifier: Apache-2.0
// What the files are that guest/diagnostics.sh collects, in the order in which a person reads them.

const known: Record<string, string> = {
  "failure.txt": "why the last check that failed did so",
  "probes.jsonl": "what that check saw, a line for each probe",
  "install.log": "the installation of Docker on the first boot",
  "install-result.json": "how that ended",
  "cloud-init-output.log": "what cloud-init's steps said",
  "cloud-init-status.json": "cloud-init's stages and their errors",
  "cloud-init-result.json": "how cloud-init ended",
  "journal-docker.txt": "the journal of dockerd and containerd",
  "units.txt": "the state of their units",
  "journal-warnings.txt": "warnings and worse of this boot",
  "docker-info.json": "what dockerd says of itself",
  "containers.json": "all containers",
  "dnf.log": "dnf's own log",
  "dnf-rpm.log": "packages that came and went",
  "disk.txt": "free space",
  "memory.txt": "free memory",
  "processes.txt": "what runs",
  "network.txt": "addresses",
  "iptables.txt": "rules of the firewall",
};

/** The file that explains what stands in failure.txt, by its stage. */
const explains: [stages: RegExp, file: string][] = [
  [/stage (install|repository|packages) /, "install.log"],
  [/stage cloud-init /, "cloud-init-output.log"],
  [/stage (disk|storage) /, "disk.txt"],
  [/stage memory /, "memory.txt"],
  [/stage firewall /, "iptables.txt"],
];

/** How CONTENTS.txt begins, by which a folder of ours is recognized. */
export const aboutDiagnostics = "Diagnostics of Docker host";

/** The content of CONTENTS.txt. */
export function about(host: string, files: string[]): string {
  const width = Math.max(...files.map((file) => file.length));
  const lines = ordered(files).map((file) => `${file.padEnd(width)}  ${known[file] ?? ""}`.trimEnd());
  return [`${aboutDiagnostics} ${host}, fetched by pulumi-docker-host diagnostics.`, "", ...lines, ""].join("\n");
}

/** For the terminal: where they are, and which to read first. */
export function contents(host: string, folder: string, files: string[], failure = ""): string {
  const second = explains.find(([stages]) => stages.test(failure))?.[1] ?? "journal-docker.txt";
  const first = [...(files.includes("failure.txt") ? ["failure.txt"] : []), second].filter((file) =>
    files.includes(file),
  );
  const others = ordered(files).filter((file) => !first.includes(file));
  const why = failure === "" ? "no check has failed there" : failure;
  return [
    `✔ ${files.length === 1 ? `1 file of ${host} is` : `${files.length} files of ${host} are`} in ${folder}; CONTENTS.txt says what each is`,
    `  ${why}`,
    ...(first.length > 0
      ? [`  read first: ${first.map((file) => `${file} (${known[file] ?? ""})`).join(", then ")}`]
      : []),
    ...(others.length > 0 ? [`  the others: ${others.join(", ")}`] : []),
  ].join("\n");
}

function ordered(files: string[]): string[] {
  const order = Object.keys(known);
  const place = (file: string) => (order.includes(file) ? order.indexOf(file) : order.length);
  return [...files].sort((one, other) => place(one) - place(other) || (one < other ? -1 : 1));
}
