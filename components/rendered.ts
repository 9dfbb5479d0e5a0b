// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import { type HostSpec, type PlatformName, render, type UserData, userData } from "../cloud-init";

/** What a machine is told, and by what it is known whether that has changed. It is rendered once. */
export function rendered(spec: HostSpec, platform: PlatformName): { userData: UserData; fingerprint: string } {
  const text = render(spec);
  return { userData: userData(spec, platform, text), fingerprint: digest(text) };
}

/** A hash of the rendered text: that holds a private key, and its compressed bytes differ between versions of zlib. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
