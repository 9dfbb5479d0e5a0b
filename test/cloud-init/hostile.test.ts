// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { parse } from "yaml";

import { type CloudConfig, cloudConfig, defaults, errors, type HostSpecInput, read, render } from "../../cloud-init";
import { toYaml } from "../../cloud-init/render";
import { hostileLine, hostileText } from "./hostile-text";
import { hostKey, keys } from "./material";
import { textPlaces } from "./text-places";

type Placed = (text: string) => Partial<HostSpecInput>;
const file = (member: object) => ({ files: [{ path: "/etc/motd", content: "", ...member }] });

/** Places where any text is meant as it is. */
const free: [string, Placed, (config: CloudConfig) => unknown][] = [
  ["a key's comment", (text) => ({ loginKeys: [`${keys.ed25519} ${text}`] }), ({ ssh_authorized_keys: k }) => k],
  ["a file's content", (content) => file({ content }), ({ write_files: files }) => (files as CloudConfig[]).at(-1)],
  ["a command", (text) => ({ commands: [`: ${text}`] }), ({ runcmd }) => (runcmd as string[]).at(-1)],
  ["daemonConfig", (text) => ({ docker: { daemonConfig: { [`x${text}`]: [text] } } }), daemonJson],
  [
    "cloudConfig",
    (text) => ({ cloudConfig: { [`x${text}`]: { [text]: text } } }),
    (config) => Object.entries(config).at(-1),
  ],
];

function daemonJson({ write_files: files }: CloudConfig): unknown {
  const found = (files as CloudConfig[]).find(({ path }) => path === defaults.guest.daemonConfig);
  return JSON.parse(found?.content as string);
}

/** What is not refused is read back, from the text, as the same values: no text reaches further than its place. */
function readBack(input: Partial<HostSpecInput>): CloudConfig | undefined {
  const { spec, problems } = read({ login: "rocky", ...input });
  if (!spec || errors(problems).length > 0) return undefined;
  const text = render(spec);
  // eslint-disable-next-line no-control-regex -- what PyYAML refuses or takes for the end of a line
  expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/);
  const back = parse(text, { version: "1.1" }) as CloudConfig;
  expect(back).toEqual(cloudConfig(spec));
  return back;
}

describe("a hostile text", () => {
  test.each(textPlaces)("at $path, alone or in a fine one, is refused there, or arrives as it is", (place) => {
    // The halves of a pair are held against each other, and so are a pool's network and the size of its parts.
    const where = place.path.replace(/^(hostKey|docker\.addressPools\[0\])\..*/, "$1");
    const around = fc.constantFrom("", ...place.fine);
    fc.assert(
      fc.property(around, fc.nat(40), hostileText, (fine, position, text) => {
        const input = place.put(fine.slice(0, position) + text + fine.slice(position));
        const mistakes = errors(read({ login: "rocky", ...input }).problems);
        for (const { path } of mistakes) expect(path.startsWith(where)).toBe(true);
        if (mistakes.length === 0) readBack(input);
      }),
      { numRuns: 40 },
    );
  });

  test.each(free)("as %s arrives as it is", (_place, placed, seen) => {
    fc.assert(
      fc.property(hostileLine, (text) => {
        const back = readBack(placed(text));
        if (back) expect(JSON.stringify(seen(back))).toContain(JSON.stringify(text).slice(1, -1));
      }),
      { numRuns: 60 },
    );
  });

  test("in a file or a command is refused only where it has no meaning at all", () => {
    fc.assert(
      fc.property(hostileLine, (text) => {
        expect(readBack({ ...file({ content: text }), commands: [`: ${text}`] })).toBeDefined();
      }),
      { numRuns: 100 },
    );
  });

  test("anywhere in a tree is written so that the same tree is read", () => {
    const tree = fc.dictionary(
      hostileLine.filter((name) => name !== "__proto__"),
      fc.oneof(
        hostileLine,
        fc.array(hostileLine, { maxLength: 3 }),
        fc.dictionary(fc.string(), hostileLine, { maxKeys: 2 }),
      ),
      { maxKeys: 3 },
    ) as fc.Arbitrary<CloudConfig>;
    fc.assert(
      fc.property(tree, (config) => {
        expect(parse(toYaml(config), { version: "1.1" })).toEqual(config);
      }),
      { numRuns: 2000 },
    );
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
