// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";
import { gunzipSync } from "node:zlib";

import { type HostSpec, platforms, render, userData } from "../../cloud-init";
import { parts } from "../../cloud-init/user-data";
import { hostKey, keys } from "./material";
import { specOf } from "./spec-of";

/** Text that hardly becomes smaller. */
const noise = (bytes: number) => randomBytes(bytes).toString("hex").slice(0, bytes);
const withFile = (content: string) => specOf({ files: [{ path: "/etc/big", content }] });

/** A spec whose user data has exactly so many bytes. */
function ofSize(bytes: number): HostSpec {
  const empty = Buffer.byteLength(render(withFile("x")));
  return withFile("x".repeat(1 + bytes - empty));
}

test("a default host with its keys takes at most 6450 bytes", () => {
  const spec = specOf({ hostKey, loginKeys: [keys.ed25519] });
  expect(Buffer.byteLength(render(spec))).toBeLessThanOrEqual(6450);
});

test.each([
  ["ec2", 16_384],
  ["gce", 262_144],
] as const)("%s takes %d bytes as they are, and compresses one more", (platform, limit) => {
  expect(platforms[platform].bytes).toBe(limit);
  const full = ofSize(limit);
  expect(userData(full, platform)).toEqual({ text: render(full), encoding: "plain", bytes: limit });
  const more = ofSize(limit + 1);
  const packed = userData(more, platform);
  expect(packed.encoding).toBe("gzip+base64");
  expect(gunzipSync(Buffer.from(packed.text, "base64")).toString()).toBe(render(more));
});

test("base64 counts where the platform counts it", () => {
  const spec = withFile(noise(300_000));
  expect(userData(spec, "gce").bytes).toBe(userData(spec, "gce").text.length);
  const small = withFile(noise(20_000));
  expect(userData(small, "ec2").bytes).toBe(Buffer.from(userData(small, "ec2").text, "base64").length);
});

test("a machine on this computer takes everything as it is", () => {
  const spec = withFile(noise(400_000));
  expect(userData(spec, "local")).toEqual({ text: render(spec), encoding: "plain", bytes: render(spec).length });
});

test("what is too large even compressed says so, with the biggest parts under the caller's names", () => {
  const spec = specOf({
    files: [
      { path: "/etc/motd", content: "small" },
      { path: "/etc/big", content: noise(30_000) },
    ],
    cloudConfig: { write_files: [{ path: "/opt/x", content: noise(20_000) }] },
  });
  expect(() => userData(spec, "ec2")).toThrow(
    /^the user data is \d\d,\d{3} bytes and \d\d,\d{3} compressed, and ec2 takes 16,384; the biggest parts are files\[1\] \/etc\/big \(30,0\d\d bytes\), cloudConfig\.write_files \(20,0\d\d bytes\), \/usr\/local\/sbin\/docker-host-install \(\d,\d{3} bytes\); let the machine fetch them on first boot instead$/,
  );
});

test("the parts are named as the caller knows them, the biggest first, and those of one size by name", () => {
  const files = [{ path: "/etc/motd", content: "small" }];
  const found = parts(specOf({ files, cloudConfig: { b: "same", a: "same", c: "same", large: "x".repeat(99_999) } }));
  expect(found[0]?.name).toBe("cloudConfig.large");
  const runcmd = Buffer.byteLength("runcmd:\n- - /usr/local/sbin/docker-host-install\n");
  expect(found).toContainEqual({ name: "runcmd", bytes: runcmd });
  const names = found.map(({ name }) => name);
  expect(names).toContain("files[0] /etc/motd");
  expect(names.slice(-3)).toEqual(["cloudConfig.a", "cloudConfig.b", "cloudConfig.c"]);
});
