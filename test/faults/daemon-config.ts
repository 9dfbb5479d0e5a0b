// SPDX-License-Identifier: Apache-2.0
import { complete, daemonJson } from "../../cloud-init";

/** What daemon.json holds where nothing is asked for. */
export const daemonConfig = daemonJson(complete({ login: "rocky" }).docker);
