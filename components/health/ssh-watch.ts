// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { isMocked } from "../mocks";
import type { Limits } from "./probes";
import { judge } from "./ssh-failure";

/** Tries again while it can help, and then says in plain words why the host could not be asked. */
export function watch(
  child: string,
  host: string,
  limits: Limits,
  inputs: pulumi.Output<[string | undefined, ...unknown[]]>,
): pulumi.ErrorHook | undefined {
  if (isMocked()) return undefined;
  let [begin, unreachableHint]: [number, string | undefined] = [Date.now(), undefined];
  inputs.apply(([hint]) => ([begin, unreachableHint] = [Date.now(), hint]));
  return new pulumi.ErrorHook(`${child}-ssh`, async ({ errors }) => {
    const seconds = (Date.now() - begin) / 1000;
    const { retry, message } = judge(host, errors, seconds, limits, unreachableHint);
    if (message) await pulumi.log.error(message);
    return retry;
  });
}
