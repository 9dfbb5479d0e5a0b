// SPDX-License-Identifier: Apache-2.0
import { read } from "./read";
import { encodings, parts, type PlatformName, platforms, type UserData } from "./user-data";
import { mask } from "./mask";
import { cloudConfig, toYaml } from "./render";
import type { HostSpec, Problem } from "./spec";
import { errors } from "./validate";

/** What can be said about a spec without creating anything. */
export interface Preview {
  problems: Problem[];
  /** The user data with its secrets masked. Absent where a problem is an error. */
  text?: string;
  /** How it would be sent to each platform. */
  sizes: PlatformSize[];
  /** The parts of the user data, the biggest first. */
  parts: { name: string; bytes: number }[];
}

export interface PlatformSize {
  platform: PlatformName;
  limit: number;
  /** The first encoding that fits; absent where none does. */
  encoding?: UserData["encoding"];
  /** Bytes in that encoding, or in the smallest one where none fits. */
  bytes: number;
}

/** Everything that can be said about a spec as somebody wrote it. */
export function preview(input: unknown): Preview {
  const { problems, spec } = read(input);
  if (!spec || errors(problems).length > 0) return { problems, sizes: [], parts: [] };
  const names = Object.keys(platforms) as PlatformName[];
  return {
    problems,
    text: toYaml(mask(cloudConfig(spec))),
    sizes: names.map((name) => platformSize(spec, name)),
    parts: parts(spec),
  };
}

function platformSize(spec: HostSpec, platform: PlatformName): PlatformSize {
  const limit = platforms[platform].bytes;
  const ways = encodings(spec, platform);
  const fitting = ways.find(({ bytes }) => bytes <= limit);
  if (fitting) return { platform, limit, encoding: fitting.encoding, bytes: fitting.bytes };
  return { platform, limit, bytes: Math.min(...ways.map(({ bytes }) => bytes)) };
}
