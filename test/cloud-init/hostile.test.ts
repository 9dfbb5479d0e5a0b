// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";

import {
  cloudConfig,
  type CloudConfig,
  type CloudConfigValue,
  defaults,
  errors,
  type HostSpec,
  type HostSpecInput,
  read,
} from "../../cloud-init";
import { linuxText } from "../../cloud-init/line-ends";
import { toYaml } from "../../cloud-init/render";
import { hostileContent, hostileLine, hostileText } from "./hostile-text";
import { loadUserData } from "./load-user-data";
import { hostKey, keys } from "./material";
import { specOf, withoutScripts } from "./spec-of";
import { textPlaces } from "./text-places";

/** What cloud-init reads as something else than what was written. */
function changed(configs: CloudConfig[]): { written: CloudConfig; read: unknown }[] {
  const read = loadUserData(configs.map(toYaml));
  const pairs = configs.map((config, i) => ({ written: config, read: read[i] }));
  return pairs.filter((pair) => !isDeepStrictEqual(pair.read, { value: pair.written }));
}

/** No text reaches further than its place. Where one does, it is looked for, as all of them together say little. */
function expectReadBack(configs: CloudConfig[]): void {
  const wrong = changed(configs);
  if (wrong.length > 0) expect(changed(wrong.flatMap(({ written }) => leaves(written)))).toEqual([]);
  expect(wrong).toEqual([]);
}

function leaves(value: CloudConfigValue): CloudConfig[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (typeof value !== "object" || value === null) return [{ value }];
  return Object.entries(value).flatMap(([name, member]) => [{ [name]: "name" }, ...leaves(member)]);
}

function accepted(input: Partial<HostSpecInput>): HostSpec | undefined {
  const { spec, problems } = read({ login: "rocky", ...input });
  return errors(problems).length > 0 ? undefined : spec;
}

const written = (spec: HostSpec) => withoutScripts(cloudConfig(spec));

describe("a hostile text", () => {
  test("at a place that has a form, alone or in a fine one, is refused there, or arrives as it is", () => {
    const configs = textPlaces.flatMap(({ path, fine, put }) => {
      // The halves of a pair are held against each other, and so are a pool's network and the size of its parts.
      const where = path.replace(/^(hostKey|docker\.addressPools\[0\])\..*/, "$1");
      const around = fc.tuple(fc.constantFrom("", ...fine), fc.nat(40), hostileText);
      return fc.sample(around, 40).flatMap(([text, position, hostile]) => {
        const input = put(text.slice(0, position) + hostile + text.slice(position));
        const { spec, problems } = read({ login: "rocky", ...input });
        const mistakes = errors(problems).map((problem) => problem.path);
        expect(mistakes.filter((one) => !one.startsWith(where))).toEqual([]);
        return spec && mistakes.length === 0 ? [written(spec)] : [];
      });
    });
    expect(configs.length).toBeGreaterThan(textPlaces.length);
    expectReadBack(configs);
  });

  test("as a key's comment is refused, or arrives as it is", () => {
    const lines = fc.sample(hostileLine, 100).map((text) => `${keys.ed25519} ${text}`);
    const specs = lines.flatMap((line) => accepted({ loginKeys: [line] }) ?? []);
    expect(specs.length).toBeGreaterThan(20);
    expectReadBack(specs.map(written));
  });

  test("as a file, as a command and in daemonConfig arrives as it is", () => {
    const texts = fc.sample(hostileContent, 400);
    const labels = texts.map((text, i) => `x${i}=${text}`);
    const { spec, problems } = read({
      login: "rocky",
      files: texts.map((content, i) => ({ path: `/etc/motd-${i}`, content })),
      commands: texts.filter((text) => text.trim() !== ""),
      docker: { daemonConfig: { labels } },
    });
    expect(errors(problems)).toEqual([]);
    const config = written(spec ?? specOf());
    const files = config.write_files as CloudConfig[];
    expect(files.slice(-texts.length).map(({ content }) => content)).toEqual(texts.map(linuxText));
    const daemon = files.find(({ path }) => path === defaults.guest.daemonConfig)?.content as string;
    expect(JSON.parse(daemon)).toMatchObject({ labels: labels.map(linuxText) });
    expectReadBack([config]);
  });

  test("anywhere in a tree is written so that the same tree is read", () => {
    const name = hostileContent.filter((text) => text !== "__proto__");
    const tree = fc.dictionary(
      name,
      fc.oneof(
        hostileContent,
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
        fc.array(hostileContent, { maxLength: 3 }),
        fc.dictionary(name, hostileContent, { maxKeys: 2, noNullPrototype: true }),
      ),
      { maxKeys: 3, noNullPrototype: true },
    ) as fc.Arbitrary<CloudConfig>;
    // In lists of some, because a process, and each text's beginning, take longer than a tree.
    const trees = fc.sample(tree, 1000);
    const lists = Array.from({ length: 20 }, (_, i) => ({ trees: trees.slice(i * 50, (i + 1) * 50) }));
    expectReadBack(lists);
  });

  test("never comes with the private key of the machine into a message", () => {
    const line = hostKey.privateKey.split("\n")[2] ?? "";
    expect(line.length).toBeGreaterThan(20);
    for (const { put } of textPlaces) {
      const { problems } = read({ login: "rocky", ...put(hostKey.privateKey) });
      expect(JSON.stringify(problems.map(({ message }) => message))).not.toContain(line);
    }
  });
});
