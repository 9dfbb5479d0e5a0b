// SPDX-License-Identifier: Apache-2.0
// The stand-in's tables against the installed SDK: what it knows, what it requires, what it calls an output.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Field, Fields } from "./cloud/shape";
import { aws } from "./ec2/definition";
import { instanceInputs } from "./ec2/instance-inputs";
import { templateBlocks } from "./ec2/launch-template";

const sdk = dirname(require.resolve("@pulumi/aws/package.json"));
/** What is in no module of the SDK's has `index` for one in its name. */
const program = (token: string) =>
  readFileSync(join(sdk, `${(token.split(":")[1] ?? "").replace(/^index\//, "")}.js`), "utf8");
const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name).sort();

/** `SecurityGroup` has no description in the list above: the SDK fills it in itself. */
const inputs = /resourceInputs\["(\w+)"\] = (?:\(?args\?\.|pulumi)/g;

test.each(Object.entries(aws.resources))("%s has the SDK's inputs and outputs", (token, type) => {
  const text = program(token);
  const made = text.slice(text.indexOf("else {"));
  expect(Object.keys(type.inputs).sort()).toEqual(names(made, inputs));
  expect([...type.outputs].sort()).toEqual(names(made, /resourceInputs\["(\w+)"\] = undefined/g));
  const required = Object.keys(type.inputs).filter((name) => type.inputs[name]?.required);
  expect(required.sort()).toEqual(names(text, /Missing required property '(\w+)'/g));
});

test.each(Object.entries(aws.lookUps))("%s has the SDK's arguments", (token, lookUp) => {
  expect(Object.keys(lookUp.inputs).sort()).toEqual([...new Set(names(program(token), /"(\w+)": args\./g))]);
});

const declarations = readFileSync(join(sdk, "types", "input.d.ts"), "utf8");

/** The fields of an interface of the namespace `ec2`. */
function declared(name: string): { name: string; required: boolean }[] {
  const start = declarations.indexOf(`\n    interface ${name} {\n`);
  const text = declarations.slice(start, declarations.indexOf("\n    }", start));
  return [...text.matchAll(/^ {8}(\w+)(\??): /gm)].map(([, field = "", optional]) => ({
    name: field,
    required: optional === "",
  }));
}

const block = (field: Field | undefined): Fields => {
  const type = field?.type;
  const inner = Array.isArray(type) ? type[0] : type;
  return typeof inner === "object" && !Array.isArray(inner) ? inner : {};
};

test.each([
  ["metadataOptions", "MetadataOptions"],
  ["rootBlockDevice", "RootBlockDevice"],
  ["ebsBlockDevices", "EbsBlockDevice"],
  ["creditSpecification", "CreditSpecification"],
  ["cpuOptions", "CpuOptions"],
  ["enclaveOptions", "EnclaveOptions"],
  ["ephemeralBlockDevices", "EphemeralBlockDevice"],
  ["instanceMarketOptions", "InstanceMarketOptions"],
  ["launchTemplate", "LaunchTemplate"],
  ["maintenanceOptions", "MaintenanceOptions"],
  ["networkInterfaces", "NetworkInterface"],
  ["primaryNetworkInterface", "PrimaryNetworkInterface"],
  ["privateDnsNameOptions", "PrivateDnsNameOptions"],
])("an instance's %s has the SDK's fields", (property, name) => {
  const fields = block(instanceInputs[property]);
  const found = declared(`Instance${name}`);
  expect(found).not.toEqual([]);
  expect(Object.keys(fields).sort()).toEqual(found.map((field) => field.name).sort());
  expect(
    Object.keys(fields)
      .filter((field) => fields[field]?.required)
      .sort(),
  ).toEqual(
    found
      .filter(({ required }) => required)
      .map((field) => field.name)
      .sort(),
  );
});

test.each([
  ["ebs", "LaunchTemplateBlockDeviceMappingEbs"],
  ["iamInstanceProfile", "LaunchTemplateIamInstanceProfile"],
  ["metadataOptions", "LaunchTemplateMetadataOptions"],
  ["tagSpecification", "LaunchTemplateTagSpecification"],
])("a launch template's %s has the SDK's fields", (part, name) => {
  const found = declared(name).map((field) => field.name);
  expect(found.length).toBeGreaterThan(1);
  expect(Object.keys(templateBlocks[part] ?? {}).sort()).toEqual(found.sort());
});
