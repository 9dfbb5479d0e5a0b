// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";

import { preview, render } from "../../cloud-init";
import { encodings } from "../../cloud-init/user-data";
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
  expect(preview({ login: "rocky", ttlMinutes: 1 })).toStrictEqual({
    ...{ problems: expect.any(Array) as unknown, sizes: [], parts: [] },
  });
  expect(preview({ login: "rocky", memoryMiB: 512 }).text).toMatch(/^#cloud-config\n/);
  expect(preview("rocky").problems).toEqual([
    { severity: "error", path: "the spec", message: "is a string, and must be a map", code: "kind" },
  ]);
});

test("the size is that of the first encoding that fits, or of the smallest one", () => {
  const ec2 = (content: string) => {
    const input = { login: "rocky", files: [{ path: "/etc/big", content }] };
    const [size] = preview(input).sizes;
    return { size, encodings: encodings(specOf(input), "ec2") };
  };
  const [plain] = ec2("x").encodings;
  const rest = 16_384 - (plain?.bytes ?? 0);
  const [limit, platform] = [16_384, "ec2"];
  expect(ec2("x".repeat(1 + rest)).size).toEqual({ platform, limit, encoding: "plain", bytes: limit });
  const packed = ec2("x".repeat(2 + rest));
  expect(packed.size).toEqual({ platform, limit, encoding: "gzip+base64", bytes: packed.encodings[1]?.bytes });
  const large = ec2(randomBytes(20_000).toString("hex"));
  expect(large.size).toStrictEqual({ platform, limit, bytes: large.encodings[1]?.bytes });
});
