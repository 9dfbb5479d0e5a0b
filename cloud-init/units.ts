// SPDX-License-Identifier: Apache-2.0
import { defaults } from "./defaults";
import type { CloudConfig } from "./spec";

type Section = Record<string, string>;

/** A unit file of systemd, for `write_files`. */
export function unit(name: string, sections: Record<string, Section>): CloudConfig {
  return { path: `${defaults.guest.units}/${name}`, permissions: "0644", content: ini(sections) };
}

export function ini(sections: Record<string, Section>): string {
  return Object.entries(sections)
    .map(([name, values]) =>
      [`[${name}]`, ...Object.entries(values).map(([key, value]) => `${key}=${value}`)].join("\n"),
    )
    .join("\n\n")
    .concat("\n");
}
