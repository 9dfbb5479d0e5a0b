// SPDX-License-Identifier: Apache-2.0
import { type CloudConfig, cloudConfig, errors, render, validate } from "../../cloud-init";
import { linuxTexts } from "../../cloud-init/line-ends";
import { certificate, keys } from "./material";
import { specOf } from "./spec-of";

describe("a checkout on Windows", () => {
  const host = (change: (text: string) => string) => {
    const [script, line] = ["#!/bin/bash\necho é\n\n", "docker network create web"].map(change) as [string, string];
    return specOf({
      loginKeys: [change(`${keys.ed25519}\n`)],
      docker: {
        registryCertificates: { "a.example": change(certificate) },
        daemonConfig: { labels: [change("team=web\n")] },
      },
      files: [{ path: "/opt/x", content: script }],
      commands: [script, line],
      cloudConfig: { write_files: [{ path: "/opt/y", content: script }], runcmd: [["bash", "-c", line]] },
    });
  };
  const here = host((text) => text);

  test.each<[string, (text: string) => string]>([
    ["line ends", (text) => text.replaceAll("\n", "\r\n")],
    ["byte order marks", (text) => `\ufeff${text}`],
    ["lines of which an end is left over", (text) => `${text.replaceAll("\n", "\r\n")}\r`],
  ])("with %s of its own makes the same machine", (_what, change) => {
    expect(render(host(change))).toBe(render(here));
    expect(errors(validate(host(change)))).toEqual([]);
  });

  test("changes nothing else of a text", () => {
    const content = " a\rb\ufeff\n\n\t\n ";
    const { write_files: files } = cloudConfig(specOf({ files: [{ path: "/opt/x", content }] }));
    expect((files as CloudConfig[]).at(-1)?.content).toBe(content);
    const others = { none: null, yes: true, seven: 7, list: [null] };
    expect(linuxTexts(others)).toEqual(others);
  });
});
