// SPDX-License-Identifier: Apache-2.0
import type { ResourceType } from "../cloud/resource-type";
import { computed, replaces, string } from "../cloud/shape";
import { accepted, ask } from "./engine";

/** A volume is known by its name, which on another machine is another one. */
export const volume: ResourceType = {
  inputs: { name: replaces(computed(string)), driver: replaces(computed(string)) },
  outputs: ["mountpoint"],
  create: async ({ name, driver }, { config }) => {
    const made = accepted(
      await ask(config, "POST", "/volumes/create", { Name: name, Driver: driver }),
      "Unable to create volume",
    ) as { Name: string; Driver: string; Mountpoint: string };
    return { id: made.Name, outputs: { name: made.Name, driver: made.Driver, mountpoint: made.Mountpoint } };
  },
  read: async (id, _state, { config }) => {
    const found = await ask(config, "GET", `/volumes/${encodeURIComponent(id)}`);
    if (found.status === 404) return undefined;
    const { Driver, Mountpoint } = accepted(found, "Unable to inspect volume") as {
      Driver: string;
      Mountpoint: string;
    };
    return { name: id, driver: Driver, mountpoint: Mountpoint };
  },
  delete: async (id, _state, { config }) => {
    const gone = await ask(config, "DELETE", `/volumes/${encodeURIComponent(id)}`);
    if (gone.status !== 404) accepted(gone, "Unable to remove volume");
  },
};
