// SPDX-License-Identifier: Apache-2.0
import type { Place } from "../../components/bake/throw-away-stack";
import type { RunOrder } from "./order";

/** The Pulumi project of all stacks of runs: `npm run reap -- --project docker-host-test` finds those that have expired. */
export const project = "docker-host-test";

/** Where throw-away stacks of a run are, and by whose credentials. */
export const placeOf = ({ target, args, config }: Pick<RunOrder, "target" | "args" | "config">): Place => ({
  ...{ target, args, config, project },
});
