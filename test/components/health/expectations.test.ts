// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";

import { daemonJsonDigests, infoExpectations } from "../../../components/health/expectations";
import { root } from "../../../tools/shared/places";

test("what daemon.json says is looked for in docker info", () => {
  const daemonConfig = {
    "log-driver": "local",
    "live-restore": true,
    "data-root": "/data/docker/",
    "registry-mirrors": ["https://mirror.example.com", "http://10.0.0.1:5000/"],
    "storage-driver": "overlay2",
    "selinux-enabled": true,
    "no-new-privileges": true,
    debug: true,
  };
  expect(infoExpectations({ daemonConfig }).map(({ name, way, value }) => `${name} ${way} ${value}`)).toEqual([
    "log-driver is local",
    "live-restore is true",
    "data-root is /data/docker",
    `registry-mirrors has "https://mirror.example.com/"`,
    `registry-mirrors has "http://10.0.0.1:5000/"`,
    "storage-driver is overlay2",
    `selinux-enabled has "name=selinux`,
    `no-new-privileges has "name=no-new-privileges`,
  ]);
});

test("what is asked for by name wins over daemon.json", () => {
  const asked = { daemonConfig: { "log-driver": "local" }, logDriver: "journald", liveRestore: undefined };
  expect(infoExpectations(asked)).toEqual([
    { name: "log-driver", template: "{{.LoggingDriver}}", way: "is", value: "journald" },
  ]);
});

test("an argument that is undefined leaves what daemon.json says", () => {
  const asked = { daemonConfig: { "live-restore": true }, liveRestore: undefined };
  expect(infoExpectations(asked).map(({ name, value }) => [name, value])).toEqual([["live-restore", "true"]]);
});

test("what stands in daemon.json as another kind of value is left to the daemon", () => {
  const daemonConfig = {
    "log-driver": 5,
    "live-restore": "yes",
    "registry-mirrors": ["https://a", 5],
    "data-root": [],
  };
  expect(infoExpectations({ daemonConfig }).map(({ value }) => value)).toEqual([`"https://a/"`]);
  expect(infoExpectations({ daemonConfig: { "registry-mirrors": "https://a" } })).toEqual([]);
});

test("values are on one line, and a folder has no slash at its end", () => {
  const value = (asked: Parameters<typeof infoExpectations>[0]) => infoExpectations(asked).map((one) => one.value);
  expect(value({ logDriver: "a\n\t b" })).toEqual(["a b"]);
  expect(value({ dataRoot: "/data//" })).toEqual(["/data"]);
  expect(value({ dataRoot: "/" })).toEqual(["/"]);
});

test("with a remapped user namespace the data root has a further folder, so it is not compared", () => {
  const daemonConfig = { "userns-remap": "default", "data-root": "/data" };
  expect(infoExpectations({ daemonConfig }).map(({ value }) => value)).toEqual([`"name=userns`]);
});

test("values of daemon.json are not in the digests", () => {
  const digests = daemonJsonDigests({ proxies: { "http-proxy": "http://user:hunter2@proxy" } });
  expect(digests).toMatch(/^proxies [0-9a-f]{64}\n$/);
  expect(daemonJsonDigests(undefined)).toBe("unknown");
});

describe("guest/daemon_json.py", () => {
  const folder = mkdtempSync(join(tmpdir(), "daemon-json-"));
  const file = join(folder, "daemon.json");
  const program = join(root, "components", "health", "guest", "daemon_json.py");
  afterAll(() => rmSync(folder, { recursive: true }));
  const compare = (found: string, wanted: Record<string, unknown>, shown = "") => {
    writeFileSync(file, found);
    const { status, stdout, stderr } = spawnSync("python3", [program, file, daemonJsonDigests(wanted), shown], {
      encoding: "utf8",
    });
    return { status, said: (stdout + stderr).trim() };
  };

  test("the digests of both sides agree for any JSON", () => {
    // Numbers as a daemon.json has them: whole, or with few digits. 1e21 is written differently by the two languages.
    const leaf = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.constant(0.5),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie("value")),
        fc.dictionary(fc.string({ unit: "grapheme" }), tie("value")),
      ),
    }));
    const config = fc
      .array(value, { minLength: 100, maxLength: 100 })
      .map((values) => Object.fromEntries(values.entries()));
    fc.assert(
      fc.property(config, (any) => {
        expect(compare(JSON.stringify(any, null, 2), any)).toMatchObject({ status: 0 });
      }),
      { numRuns: 4 },
    );
  });

  test("it vouches for the file alone, so what dockerd itself has shown is not named", () => {
    expect(compare(`{"a": 1, "b": 2, "c": 3}`, { a: 1, b: 2, c: 3 }, "b x")).toEqual({
      status: 0,
      said: "only in /etc/docker/daemon.json: a, c",
    });
    expect(compare(`{"a": 1}`, { a: 1 }, "a")).toEqual({ status: 0, said: "only in /etc/docker/daemon.json: nothing" });
  });

  test("differences are told by their keys", () => {
    expect(compare(`{"a": 1, "b": {"secret": "hunter2"}, "d": 4}`, { b: {}, c: 3 })).toEqual({
      status: 1,
      said: "/etc/docker/daemon.json was changed: without c; with another value for b; with further keys a, d",
    });
    expect(compare(`{"b": 1, "a": 2}`, { b: 1 })).toMatchObject({ status: 10 });
    expect(compare("{", { b: 1 })).toEqual({ status: 1, said: "/etc/docker/daemon.json is not JSON" });
  });
});
