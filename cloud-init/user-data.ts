// SPDX-License-Identifier: Apache-2.0
import { gzipSync } from "node:zlib";

import { ownConfig, render, toYaml } from "./render";
import type { CloudConfigValue, HostSpec } from "./spec";

/**
 * How many bytes a platform takes, and whether it counts them before or after base64.
 * - ec2: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 * - gce: https://cloud.google.com/compute/docs/metadata/setting-custom-metadata
 */
export const platforms = {
  ec2: { bytes: 16_384, counted: "raw" },
  gce: { bytes: 262_144, counted: "encoded" },
  local: { bytes: Infinity, counted: "raw" },
} as const;
export type PlatformName = keyof typeof platforms;

/** User data as a platform's API takes it. */
export interface UserData {
  /** The text itself, or its gzip in base64. */
  text: string;
  /** `plain`, or `gzip+base64`, which cloud-init unpacks by itself. */
  encoding: "plain" | "gzip+base64";
  /** Bytes, as the platform counts them. */
  bytes: number;
}

/**
 * User data that fits the platform: plain where that fits, so that a person can read it there. To compare two, compare
 * what was rendered, because compressed bytes differ between versions of zlib.
 *
 * @param text what `render` gives for the spec
 * @throws Error with the biggest parts, where it does not fit even compressed
 */
export function userData(spec: HostSpec, platform: PlatformName, text = render(spec)): UserData {
  for (const way of ways(text, platform)) if (way.bytes <= platforms[platform].bytes) return way;
  throw new Error(tooLarge(spec, platform));
}

/** Each way to send it, the preferred one first. */
export function encodings(spec: HostSpec, platform: PlatformName): UserData[] {
  return [...ways(render(spec), platform)];
}

/** Nothing is compressed before the plain text was too large. */
function* ways(text: string, platform: PlatformName): Generator<UserData> {
  yield { text, encoding: "plain", bytes: Buffer.byteLength(text) };
  const packed = gzipSync(text, { level: 9 });
  const encoded = packed.toString("base64");
  const bytes = platforms[platform].counted === "raw" ? packed.length : encoded.length;
  yield { text: encoded, encoding: "gzip+base64", bytes };
}

/** The size of each file and of each other key, the biggest first. */
export function parts(spec: HostSpec): { name: string; bytes: number }[] {
  const { write_files: files, ...rest } = ownConfig(spec);
  const sized = [
    ...(Array.isArray(files) ? files : []).map((file) => ({
      name: nameOf(file, spec),
      bytes: size({ write_files: [file] }),
    })),
    ...Object.entries(rest).map(([key, value]) => ({ name: key, bytes: size({ [key]: value }) })),
    ...Object.entries(spec.cloudConfig).map(([key, value]) => ({
      name: `cloudConfig.${key}`,
      bytes: size({ [key]: value }),
    })),
  ];
  return sized.sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

function tooLarge(spec: HostSpec, platform: PlatformName): string {
  const [plain, packed] = encodings(spec, platform).map(({ bytes }) => bytes.toLocaleString("en"));
  const biggest = parts(spec).slice(0, 3);
  return (
    `the user data is ${plain} bytes and ${packed} compressed, and ${platform} takes ` +
    `${platforms[platform].bytes.toLocaleString("en")}; the biggest parts are ` +
    `${biggest.map(({ name, bytes }) => `${name} (${bytes.toLocaleString("en")} bytes)`).join(", ")}; ` +
    `let the machine fetch them on first boot instead`
  );
}

/** The path of a file, with its place in `files` where it is the caller's. */
function nameOf(file: CloudConfigValue, spec: HostSpec): string {
  const path = (file as { path: string }).path;
  const index = spec.files.findIndex((one) => one.path === path);
  return index < 0 ? path : `files[${index}] ${path}`;
}

function size(config: Parameters<typeof toYaml>[0]): number {
  return Buffer.byteLength(toYaml(config)) - Buffer.byteLength("#cloud-config\n");
}
