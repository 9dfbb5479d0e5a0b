// SPDX-License-Identifier: Apache-2.0
import { preview, render } from "../../cloud-init";
import { hostKey } from "./material";
import { specOf } from "./spec-of";

test("the text is the user data itself where nothing is secret", () => {
  const { text, problems, sizes } = preview({ login: "rocky" });
  const bytes = Buffer.byteLength(render(specOf()));
  expect(text).toBe(render(specOf()));
  expect(problems).toEqual([]);
  expect(sizes).toEqual([
    { platform: "ec2", limit: 16_384, encoding: "plain", bytes },
    { platform: "gce", limit: 262_144, encoding: "plain", bytes },
    { platform: "local", limit: Infinity, encoding: "plain", bytes },
  ]);
});

test("secrets are masked wherever they are recognized", () => {
  const { text = "" } = preview({
    login: "rocky",
    hostKey,
    docker: { proxy: "http://me:pr0xy-secret@proxy.example:3128" },
    files: [{ path: "/etc/key", content: `before\n${hostKey.privateKey}after` }],
    commands: ["curl https://me:c0mmand-secret@example/"],
    cloudConfig: { chpasswd: { users: [{ name: "x", password: "w0rd-secret" }] }, x: [{ api_token: "t0ken-secret" }] },
  });
  expect(text).not.toMatch(/0[a-z]*-secret/);
  expect(text).not.toContain(hostKey.privateKey.split("\n")[1]);
  expect(text).toContain(`ed25519_private: "(masked: ${hostKey.privateKey.length} characters)"`);
  expect(text).toContain("HTTP_PROXY=http://(masked)@proxy.example:3128");
  expect(text).toMatch(/before\n +\(masked: \d+ characters\)/);
  expect(text).toContain('api_token: "(masked: 12 characters)"');
});

test("a spec with a mistake has no text, and one with a doubt has", () => {
  expect(preview({ login: "rocky", ttlMinutes: 1 })).toMatchObject({ sizes: [], problems: [{ path: "ttlMinutes" }] });
  expect(preview({ login: "rocky", ttlMinutes: 1 }).text).toBeUndefined();
  expect(preview({ login: "rocky", memoryMiB: 512 }).text).toMatch(/^#cloud-config\n/);
  expect(preview("rocky").problems).toEqual([
    { severity: "error", path: "the spec", message: "is a string, and must be a map", code: "kind" },
  ]);
});
