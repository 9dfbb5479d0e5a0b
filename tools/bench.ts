// SPDX-License-Identifier: Apache-2.0
// `npm run bench`: how long it takes from power-on to Docker, by what people do without this package and by ours. The machines
// run one after the other, and each is taken away again, also after Ctrl-C.
import { bakedImage } from "./bench/baked-image";
import { floor, typedProcedure } from "./bench/by-hand";
import { figures, type Measure, type Part, type Results } from "./bench/figures";
import { type Setting, settingOf } from "./bench/machine";
import { benchOptions } from "./bench/options";
import { verifiedHost } from "./bench/ours";
import { keep, kept, onlyHere, where, writeReadme } from "./bench/results";
import { scale } from "./bench/scale";
import { runSteps, type Step } from "./progress/steps";
import { command } from "./shared/command";
import { Interrupted, type Report } from "./shared/subprocess";
import { machines } from "./testing/machines";

type Seconds = Results["seconds"];

async function bench(args: string[]): Promise<void> {
  const options = benchOptions(args);
  if (options === undefined) return;
  if (options.readme) {
    writeReadme();
    return;
  }
  const ending = new AbortController();
  const end = () => ending.abort(new Interrupted("the measuring was interrupted"));
  process.on("SIGINT", end).on("SIGTERM", end);
  const run = new Run(options.parts, ending.signal);
  const booting = options.parts.some((part) => part !== "scale");
  const found = booting ? machines((image) => (run.setting = settingOf(image))) : [];
  await runSteps([...found, ...run.preparations()]);
  const rounds = Array.from({ length: options.rounds }, (_, i) => run.round(options.rounds > 1 ? ` (${i + 1})` : ""));
  for (const round of rounds) {
    await runSteps(round);
    // Whoever interrupts a later one has these.
    const measured = run.results();
    for (const file of [kept, options.json]) if (file !== undefined) keep(measured, file);
  }
  const results = run.results();
  console.log(`\n${figures(results)}\n\n${results.where}`);
}

class Run {
  setting: Setting | undefined;
  private baked: Setting | undefined;
  private dockerVersion = "";
  private readonly seconds: Seconds = {};

  constructor(
    private readonly parts: Part[],
    private readonly signal: AbortSignal,
  ) {}

  /** What has to be there before anything is measured. */
  preparations(): Step[] {
    const bake = async (report: Report) => {
      const { setting, name } = await bakedImage(this.own(), report, this.signal);
      this.baked = setting;
      return name;
    };
    return this.parts.includes("baked") ? [{ title: "baked image", run: bake }] : [];
  }

  /** Each way once, so that what changes on the computer in the course of a run meets all of them. */
  round(which: string): Step[] {
    const ways: [Part[], string, (report: Report) => Promise<string>][] = [
      [["floor"], "floor", async () => this.took("floor", await floor(this.own(), this.signal))],
      [["fresh", "health"], "a host of ours", (report) => this.verified("fresh", this.own(), report)],
      [["baked"], "a host of ours, baked", (report) => this.verified("baked", this.baked ?? this.own(), report)],
      [
        ["by-hand"],
        "typed",
        async (report) => this.took("by-hand", await typedProcedure(this.own(), this.signal, report)),
      ],
      [["scale"], "a hundred hosts", (report) => this.scaled(report)],
    ];
    return ways
      .filter(([of]) => of.some((part) => this.parts.includes(part)))
      .map(([, title, run]) => ({ title: `${title}${which}`, run }));
  }

  results(): Results {
    const taken = new Date().toISOString();
    const place = this.setting === undefined ? onlyHere() : where(this.setting, this.dockerVersion);
    return { version: 1, taken, where: place, seconds: this.seconds };
  }

  private async verified(measure: "fresh" | "baked", setting: Setting, report: Report): Promise<string> {
    const compares = measure === "fresh" && this.parts.includes("health");
    const { seconds, dockerVersion, compared } = await verifiedHost(setting, this.signal, report, compares);
    this.dockerVersion = dockerVersion;
    for (const [name, took] of Object.entries(compared ?? {})) this.took(name as keyof Seconds, took);
    return this.took(measure, seconds);
  }

  private async scaled(report: Report): Promise<string> {
    const { "by-hand": resources, ...ours } = await scale(report);
    for (const [measure, { seconds, mebibytes }] of Object.entries({ resources, ...ours })) {
      this.took(measure as Measure, seconds);
      this.took(`${measure}-memory` as Measure, mebibytes);
    }
    return `${(ours.hosts.seconds / resources.seconds).toFixed(2)} of what the same takes by hand`;
  }

  private took(measure: keyof Seconds, seconds: number): string {
    (this.seconds[measure] ??= []).push(seconds);
    return `${seconds.toFixed(1)} s`;
  }

  private own(): Setting {
    if (this.setting === undefined) throw new Error("the machines' image was not looked for");
    return this.setting;
  }
}

command(bench);
