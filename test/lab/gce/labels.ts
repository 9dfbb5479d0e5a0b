// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { fingerprint } from "./names";

/** The plugin adds a label of its own to each resource that it makes. */
export function labelOutputs({ labels }: Properties): Properties {
  const all = { ...(labels as Properties | undefined), "goog-pulumi-provisioned": "true" };
  return { effectiveLabels: all, pulumiLabels: all, labelFingerprint: fingerprint(all) };
}
