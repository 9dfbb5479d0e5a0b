// SPDX-License-Identifier: Apache-2.0
import type { ResourceType } from "../cloud/resource-type";
import { replaces, required, string } from "../cloud/shape";
import { accepted, ask } from "./engine";

/** A container that is started when it is made. */
export const container: ResourceType = {
  inputs: {
    image: replaces(required(string)),
    name: replaces(string),
    command: { type: ["string"], replaces: true },
    envs: { type: ["string"], replaces: true },
  },
  outputs: [],
  create: async ({ image, name, command, envs }, { config }) => {
    const query = name === undefined ? "" : `?name=${encodeURIComponent(name as string)}`;
    const made = await ask(config, "POST", `/containers/create${query}`, { Image: image, Cmd: command, Env: envs });
    const { Id: id } = accepted(made, "Unable to create container") as { Id: string };
    accepted(await ask(config, "POST", `/containers/${id}/start`), "Unable to start container");
    return { id, outputs: {} };
  },
  read: async (id, _state, { config }) => {
    const found = await ask(config, "GET", `/containers/${id}/json`);
    if (found.status === 404) return undefined;
    accepted(found, "Error inspecting container");
    return {};
  },
  delete: async (id, _state, { config }) => {
    const gone = await ask(config, "DELETE", `/containers/${id}?force=1&v=1`);
    if (gone.status !== 404) accepted(gone, `Error deleting container ${id}`);
  },
};
