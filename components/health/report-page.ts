// SPDX-License-Identifier: Apache-2.0
import { pageStyle } from "./report-style";
import { type HealthReport, imageText, type ProbeResult, statuses } from "./report";
import { type Axis, axes } from "./timeline";

/** A health report as one HTML page that needs nothing else: no script, no font, no picture, no network. */
export function reportPage(report: HealthReport): string {
  const verdict = report.healthy ? "healthy" : "not healthy";
  const title = `Docker host ${report.host || "without a name"}: ${verdict}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<p class="verdict ${report.healthy ? "pass" : "fail"}">${verdict}</p>
<h1>${escape(report.host || "Docker host")}</h1>
<dl>${facts(report)}</dl>
</header>
<main>
<section><h2>Probes</h2>${report.probes.length > 0 ? probeTable(report.probes) : "<p>No probe ran.</p>"}</section>
<section><h2>Timeline</h2>${axes(report).map(axisFigure).join("\n") || "<p>Nothing was recorded.</p>"}</section>
</main>
</body>
</html>
`;
}

function facts({ dockerVersion, stage, finished, seconds, probes, bootId, image }: HealthReport): string {
  const count = (status: string) => probes.filter((probe) => probe.status === status).length;
  const counts = statuses.filter((status) => count(status) > 0);
  const list: [string, string][] = [
    ["Docker", dockerVersion || "no answer"],
    ...(stage ? [["failed at", stage] as [string, string]] : []),
    ["checked", finished.replace("T", " ").replace("Z", " UTC") || "cut off before its end"],
    ["took", duration(seconds)],
    ["probes", counts.map((status) => `${count(status)} ${status}`).join(", ") || "none"],
    ["boot", bootId || "unknown"],
    ...(image ? [["image", imageText(image)] as [string, string]] : []),
  ];
  return list.map(([name, value]) => `<div><dt>${escape(name)}</dt><dd>${escape(value)}</dd></div>`).join("");
}

function probeTable(probes: ProbeResult[]): string {
  const row = ({ probe, status, ms, detail }: ProbeResult) =>
    `<tr><th scope="row">${escape(probe)}</th><td><span class="status ${escape(status)}">${escape(status)}</span></td>` +
    `<td class="number">${duration(ms / 1000)}</td><td class="detail">${escape(detail)}</td></tr>`;
  return `<table><thead><tr><th scope="col">probe</th><th scope="col">status</th><th scope="col" class="number">time</th><th scope="col">what was seen</th></tr></thead>
<tbody>${probes.map(row).join("\n")}</tbody></table>`;
}

function axisFigure({ start, seconds, groups, ticks }: Axis): string {
  const percent = (value: number) => `${((value / seconds) * 100).toFixed(2)}%`;
  const rows = groups.map(({ name, entries }) => {
    const bars = entries.map((entry) => {
      const place = `left:${percent(entry.start - start)};width:${percent(entry.seconds)}`;
      return `<li><span class="name">${escape(entry.name)}</span><span class="track"><i style="${place}"></i></span><span class="number">${duration(entry.seconds)}</span></li>`;
    });
    const total = Math.max(...entries.map((e) => e.start + e.seconds)) - Math.min(...entries.map((e) => e.start));
    return `<h3><span>${escape(name)}</span><span class="number">${duration(total)}</span></h3><ol class="${groupClass(name)}">${bars.join("")}</ol>`;
  });
  const marks = ticks.map((tick) => `<b style="left:${percent(tick)}"><span>${clock(tick)}</span></b>`).join("");
  return `<figure><figcaption>from ${escape(new Date(start * 1000).toISOString().slice(0, 19).replace("T", " "))} UTC</figcaption>
<div class="axis"><span class="track">${marks}</span></div>
${rows.join("\n")}</figure>`;
}

function groupClass(name: string): string {
  return ["boot", "cloud-init", "install"].includes(name) ? name : "probes";
}

function duration(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function clock(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${String(m).padStart(2, "0")} h` : `${m}:${String(s).padStart(2, "0")}`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
