// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { isMocked } from "../mocks";
import { consoleHint } from "./console-log";
import type { Limits } from "./probes";
import { judge } from "./ssh-failure";

/** Tries again while it can help, and then says in plain words why the host could not be asked. */
export function watch(
  child: string,
  host: string,
  limits: Limits,
  inputs: pulumi.Output<[string | undefined, string | undefined, ...unknown[]]>,
): pulumi.ErrorHook | undefined {
  if (isMocked()) return undefined;
  let begin = Date.now();
  let hints: [string | undefined, string | undefined] = [undefined, undefined];
  inputs.apply(([unreachable, consoleLog]) => {
    begin = Date.now();
    hints = [unreachable, consoleLog];
  });
  return new pulumi.ErrorHook(`${child}-ssh`, async ({ errors }) => {
    const seconds = (Date.now() - begin) / 1000;
    const [unreachable, consoleLog] = hints;
    const hint = [consoleLog && consoleHint(consoleLog), unreachable].filter(Boolean).join("; ");
    const { retry, message } = judge(host, errors, seconds, limits, hint);
    if (message) await pulumi.log.error(message);
    return retry;
  });
}
