// SPDX-License-Identifier: Apache-2.0
// What runs on the user's computer, which may be a Mac: its bash is 3.2, and its programs are BSD's.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { blocks } from "../../docs/markdown";
import { programsOfMacOS } from "./bsd/programs";
import { newerBash, notOnMacOS } from "./bsd/words";
import { ScratchMachine } from "./scratch-machine";

const root = join(__dirname, "..", "..", "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const below = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));

/** The scripts of the package that no guest is sent. */
const scripts = ["cloud-init", "components"]
  .flatMap(below)
  .filter((file) => file.endsWith(".sh") && !/[/\\]guest[/\\]/.test(file));
const pages = ["README.md", ...["docs", "examples"].flatMap(below).filter((file) => file.endsWith(".md"))];

describe("bash 3.2 reads", () => {
  test("the one script that runs here", () => {
    expect(scripts).toEqual(["components/local/machine.sh"]);
  });

  test.each(scripts)("%s", (script) => {
    expect(newerBash(read(script))).toEqual([]);
  });
});

test.each(pages)("what %s says to type is known to a Mac", (page) => {
  expect(blocks(read(page), "sh").flatMap(notOnMacOS)).toEqual([]);
});

describe("with the programs of macOS", () => {
  const commands = programsOfMacOS(join(__dirname, "shims"));
  let machine: ScratchMachine;
  afterEach(() => machine.remove());

  test("a machine lives its whole life", () => {
    machine = new ScratchMachine({ commands });
    const id = machine.succeed("create");
    expect(machine.succeed("boots")).toBe("1");
    machine.endFromOutside();
    expect(machine.succeed("boots")).toBe("2");
    machine.succeed("ended");
    expect(machine.succeed("start", { BOOTS: "2", TTL_MINUTES: "60" })).toBe(id);
    expect(
      machine.succeed("create", {
        PRIVATE_ADDRESS: "10.70.0.11/24",
        PRIVATE_MAC: "52:56:0a:46:00:0b",
        PRIVATE_SEGMENT: "239.255.1.2:20000",
      }),
    ).not.toBe(id);
    machine.succeed("delete");
    expect(machine.files()).toBeUndefined();
  });

  test.each([
    ["ps -p 1 -o pid=,args=", "all behind the = of -o is a title: pid=,args="],
    ["ps --pid 1", "illegal option -- -"],
    ["ps -o psr= -p 1", "keyword not found: psr="],
    ["df --output=avail /", "illegal option -- -"],
    ["df -k /", "-P and -k are missing"],
    ["df -PBM /", "illegal option -- B"],
    ["find", "no path is given"],
    ["find -name x", "illegal option -- n"],
    ["find / -maxdepth 0 -printf x", "unknown primary or operator: -printf"],
    ["rm nothing -f", "a file called -f"],
    ["mv -T one other", "illegal option -- T"],
    ["mkdir --parents x", "illegal option -- -"],
    ["rmdir --ignore-fail-on-non-empty x", "illegal option -- -"],
    ["od -w8 /dev/null", "illegal option -- w"],
    ["cat -A /dev/null", "illegal option -- A"],
    ["awk --version", "illegal option -- -"],
  ])("%s is refused", (line, why) => {
    machine = new ScratchMachine({ commands });
    const [program = "", ...args] = line.split(" ");
    const { status, stderr } = spawnSync(program, args, { env: machine.environment, encoding: "utf8" });
    expect([status, stderr]).toEqual([64, `${program}: not on macOS: ${why}\n`]);
  });
});
