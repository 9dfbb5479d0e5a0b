// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { isRunning } from "../cloud/machine";
import type { LookUp } from "../cloud/resource-type";
import { required, string } from "../cloud/shape";
import { notFound } from "./answers";
import { fileOf, idOf, projectOf, zoneOf } from "./names";
import { instances } from "./records";

/** What is not there, or not published, or not allowed, is not found. */
export const getInstanceGuestAttributes: LookUp = {
  inputs: {
    project: string,
    name: required(string),
    zone: string,
    region: string,
    queryPath: string,
    variableKey: string,
  },
  check: ({ queryPath, variableKey }) =>
    queryPath === undefined || variableKey === undefined
      ? []
      : [{ property: "queryPath", reason: "`queryPath` conflicts with `variableKey`" }],
  run: (inputs, { cloud, config }) => {
    const [owner, zone] = [projectOf(inputs, config), zoneOf(inputs, config)];
    const id = idOf({ project: owner, scope: `zones/${zone}`, collection: "instances", name: String(inputs.name) });
    const found = cloud.find(instances, fileOf(id));
    if (!found) throw notFound(id);
    // That Google has them of a machine that is off is said nowhere.
    const isOn = isRunning(cloud.machine(fileOf(id)));
    const { queryPath, variableKey } = inputs as { queryPath?: string; variableKey?: string };
    // What a test puts in the way of what the guest has published.
    const forged = (cloud.json("guest-attributes.json") ?? {}) as Record<string, string>;
    const published = isOn ? readAttributes(join(cloud.machine(fileOf(id)), "guest-attributes")) : [];
    const all = published.map((one) => ({
      ...one,
      value: forged[`${one.namespace}/${one.key}`] ?? one.value,
    }));
    const wanted = variableKey ?? queryPath ?? "";
    const values = all.filter(({ namespace, key }) =>
      variableKey === undefined
        ? `${namespace}/${key}`.startsWith(wanted) || wanted === namespace
        : `${namespace}/${key}` === wanted,
    );
    if (values.length === 0)
      throw new Error(
        `googleapi: Error 404: The resource '${wanted}' of type 'Guest Attribute' was not found., notFound`,
      );
    return {
      id,
      name: inputs.name,
      project: owner,
      zone,
      region: zone.replace(/-[a-z]$/, ""),
      ...(variableKey !== undefined && { variableKey }),
      ...(queryPath !== undefined && { queryPath }),
      variableValue: variableKey === undefined ? "" : values[0]?.value,
      queryValues: variableKey === undefined ? values : [],
    };
  },
};

function readAttributes(folder: string): { namespace: string; key: string; value: string }[] {
  const names = (path: string) => (existsSync(path) ? readdirSync(path).sort() : []);
  return names(folder).flatMap((namespace) =>
    names(join(folder, namespace)).map((key) => ({
      namespace,
      key,
      value: readFileSync(join(folder, namespace, key), "utf8"),
    })),
  );
}
