// SPDX-License-Identifier: Apache-2.0
import { statuses } from "../../components/health/report";
import type { HostResult } from "./host-result";

interface Metric {
  name: string;
  help: string;
  samples: (result: HostResult) => [labels: Record<string, string>, value: number][];
}

const metrics: Metric[] = [
  {
    name: "docker_host_healthy",
    help: "Whether every essential probe of the Docker host passed.",
    samples: ({ failure }) => [[{}, failure === undefined ? 1 : 0]],
  },
  {
    name: "docker_host_probe_status",
    help: "1 for the status that a probe has, 0 for the others.",
    samples: ({ report }) =>
      report.probes.flatMap(({ probe, status }) =>
        statuses.map((one): [Record<string, string>, number] => [{ probe, status: one }, one === status ? 1 : 0]),
      ),
  },
  {
    name: "docker_host_probe_seconds",
    help: "How long a probe took.",
    samples: ({ report }) => report.probes.map(({ probe, ms }) => [{ probe }, ms / 1000]),
  },
  {
    name: "docker_host_check_timestamp_seconds",
    help: "When the check ended, by the clock of the computer that ran it.",
    samples: ({ ended }) => [[{}, ended.getTime() / 1000]],
  },
];

/** Results for the textfile collector of Prometheus' node_exporter. */
export function prometheus(results: HostResult[]): string {
  const lines = metrics.flatMap(({ name, help, samples }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...results.flatMap((result) =>
      samples(result).map(([labels, value]) => `${name}{${labelsOf({ host: result.host, ...labels })}} ${value}`),
    ),
  ]);
  return `${lines.join("\n")}\n`;
}

function labelsOf(labels: Record<string, string>): string {
  const escaped = (value: string) =>
    value.replace(/[\\"\n]/g, (character) => (character === "\n" ? "\\n" : `\\${character}`));
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(",");
}
