// SPDX-License-Identifier: Apache-2.0
import type { CloudConfigValue, HostSpec } from "../spec";
import { isMap } from "./kind";
import { at } from "./problem";

/** A file that the caller has written, by `files` or by cloud-config. */
export interface WrittenFile {
  path: string;
  content: string;
  /** The caller's argument in which the content stands. */
  argument: string;
  /** Written when the users are there, and so after the login's keys. */
  isLate: boolean;
  /** The content is put behind what the image has there. */
  isAppended: boolean;
}

export function writtenFiles({ files, cloudConfig }: HostSpec): WrittenFile[] {
  const own = files.map(({ path, content, owner }, i) => ({
    ...{ path, content, isLate: owner !== "root:root", isAppended: false },
    argument: `${at("files", i)}.content`,
  }));
  const { write_files: list } = cloudConfig;
  const further = (Array.isArray(list) ? list : []).flatMap((file, i) => {
    if (!isMap(file) || typeof file.path !== "string") return [];
    return [
      {
        ...{ path: file.path, content: text(file) },
        ...{ isLate: isTrue(file.defer), isAppended: isTrue(file.append) },
        argument: `${at("cloudConfig.write_files", i)}.content`,
      },
    ];
  });
  return [...own, ...further];
}

/** Nothing, where it is packed or fetched: that is not looked into. */
function text({ content, encoding = "text/plain" }: Record<string, unknown>): string {
  if (typeof content !== "string" || typeof encoding !== "string") return "";
  if (encoding === "text/plain") return content;
  return /^(b64|base64)$/i.test(encoding) ? Buffer.from(content, "base64").toString() : "";
}

/** As cloud-init reads it: every text that says no other is a no. */
export function isTrue(value: CloudConfigValue | undefined): boolean {
  if (typeof value === "string") return /^(true|1|on|yes)$/i.test(value.trim());
  return value === true || value === 1;
}
