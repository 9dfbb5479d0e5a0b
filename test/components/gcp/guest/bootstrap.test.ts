// SPDX-License-Identifier: Apache-2.0
import { rmSync } from "node:fs";
import { join } from "node:path";

import { startupScript } from "../../../../components/gcp/startup-script";
import { Machine } from "../../../cloud-init/guest/machine";
import { askId, doneResult, installed, stages, stamp, standIn } from "./bootstrap";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

const boot = (env: Record<string, string> = {}) => machine.runText(startupScript(), env);
const summary = () => {
  const { stage, status, message } = machine.result();
  return { stage, status, message };
};
const failed = (message: string) => ({ stage: "bootstrap", status: "failed", message });

describe("Google's image, which has no cloud-init", () => {
  test("on the first boot: cloud-init, its stages in order, and by them the install script", async () => {
    const { code } = await boot();
    expect(code).toBe(0);
    expect(summary()).toEqual(installed);
    const calls = machine.calls();
    expect(calls.slice(0, 8)).toEqual([askId, "rpm -q cloud-init", "dnf -y install cloud-init", ...stages]);
    expect(calls[8]).toMatch(/^curl .*gpg$/);
    expect(machine.list("members-docker")).toEqual(["rocky", "alice"]);
    expect(machine.read(stamp)).toBe("4520031799277581759\n");
  });

  test("each line of the install script is in the log once", async () => {
    machine.write(
      "usr/local/sbin/docker-host-install",
      `#!/bin/bash\nexec > >(tee -a "$ROOT/var/log/docker-host-install.log") 2>&1\necho installs\necho '${doneResult}' >"$ROOT/var/lib/docker-host/result.json"\n`,
    );
    await boot();
    expect(
      machine
        .log()
        .split("\n")
        .filter((line) => line === "installs"),
    ).toEqual(["installs"]);
  });

  test("systemd is kept from running the stages before the package can enable its units", async () => {
    const files = ["etc/cloud/cloud-init.disabled", "etc/cloud/cloud.cfg.d/99-docker-host.cfg"];
    const there = files.map((file) => `[[ -e "$ROOT/${file}" ]]`).join(" && ");
    machine.on("dnf", `[[ $* != *cloud-init* ]] || { ${there}; } || exit 9`);
    await boot();
    expect(summary()).toEqual(installed);
    expect(machine.read("etc/cloud/cloud.cfg.d/99-docker-host.cfg").split("\n").slice(1)).toEqual([
      "preserve_hostname: true",
      "ssh_deletekeys: false",
      "network: {config: disabled}",
      "datasource_list: [GCE]",
      "# To this file alone, where the package's own setting writes it to the console as well.",
      'output: {all: ">> /var/log/cloud-init-output.log"}',
      "# The package's own is `cloud-user`; on all of Rocky's images with cloud-init it is this.",
      "system_info: {default_user: {name: rocky}}",
      "",
    ]);
  });

  test("on each later boot: only the instance is asked for, and nothing is changed", async () => {
    await boot();
    const [result, log] = [machine.read("var/lib/docker-host/result.json"), machine.log()];
    machine.forgetCalls();
    expect((await boot()).code).toBe(0);
    expect(machine.calls()).toEqual([askId]);
    expect(machine.read("var/lib/docker-host/result.json")).toBe(result);
    expect(machine.log()).toBe(log);
  });

  test("as another instance, made from an image of this disk: everything again, and no old result passes for new", async () => {
    await boot();
    machine.write("shim/instance-id", "77");
    machine.forgetCalls();
    machine.on(
      "cloud-init",
      '[[ $1 != clean ]] || grep -q \'"stage":"bootstrap","status":"running"\' "$ROOT/var/lib/docker-host/result.json" || exit 9',
    );
    await boot();
    expect(summary()).toEqual(installed);
    // The package is there already.
    expect(machine.calls().slice(0, 8)).toEqual([askId, askId, "rpm -q cloud-init", ...stages]);
    expect(machine.read(stamp)).toBe("77\n");
  });
});

test("an image of a sealed machine: as a first boot, without dnf, because the package there is ours", async () => {
  await boot();
  // Whatever was told to the machine is gone with this folder.
  rmSync(join(machine.root, "var/lib/docker-host"), { recursive: true });
  machine.write("shim/instance-id", "77");
  machine.forgetCalls();
  expect((await boot()).code).toBe(0);
  expect(summary()).toEqual(installed);
  expect(machine.calls().slice(0, 7)).toEqual([askId, "rpm -q cloud-init", ...stages]);
  expect(machine.calls("dnf")).not.toContain("dnf -y install cloud-init");
  expect(machine.read(stamp)).toBe("77\n");
});

test("an image with cloud-init of its own: nothing is done", async () => {
  machine.withCloudInit();
  expect((await boot()).code).toBe(0);
  expect(machine.calls()).toEqual([]);
  expect(machine.exists("var/lib/docker-host/result.json")).toBe(false);
  expect(machine.exists("etc/cloud")).toBe(false);
});

describe("the metadata server", () => {
  test("does not answer on the first boot", async () => {
    machine.on("curl", "[[ $* != *computeMetadata* ]] || exit 28");
    expect((await boot()).code).toBe(1);
    expect(summary()).toEqual(failed("the metadata server does not say which instance this is (curl status 28)"));
    expect(machine.calls("dnf")).toEqual([]);
  });

  test("does not answer on a later boot: the machine is left as it is", async () => {
    await boot();
    const result = machine.read("var/lib/docker-host/result.json");
    machine.on("curl", "exit 28");
    machine.forgetCalls();
    expect((await boot()).code).toBe(1);
    expect(machine.calls()).toEqual([askId]);
    expect(machine.read("var/lib/docker-host/result.json")).toBe(result);
  });
});

describe("Rocky's repositories", () => {
  test("are reached through the proxy, by which nothing else goes", async () => {
    const proxy = "http://a:b@proxy.example:3128";
    machine.on(
      "dnf",
      `[[ $* != *install\\ cloud-init* || $http_proxy,$https_proxy,$no_proxy == '${proxy},${proxy},mirror' ]] || exit 1`,
    );
    machine.on("rpm", `[[ $* != *cloud-init* ]] || { echo "asks ${proxy}"; exit 1; }`);
    machine.on("cloud-init", '[[ -z "${http_proxy-}${https_proxy-}${no_proxy-}" ]] || exit 1');
    await boot({ PROXY: proxy, NO_PROXY: "mirror" });
    expect(summary()).toEqual(installed);
    // Whoever reads the log does not read its password.
    expect(machine.log()).toContain("asks http://***@proxy.example:3128\n");
    expect(machine.log()).not.toContain("a:b@");
  });

  test("down for two tries, then up", async () => {
    machine.on("dnf", "[[ $* != *install\\ cloud-init* ]] || ! times 2 || exit 1");
    await boot();
    expect(summary()).toEqual(installed);
    expect(machine.calls("dnf").slice(0, 5)).toEqual([
      "dnf -y install cloud-init",
      "dnf -q clean metadata",
      "dnf -y install cloud-init",
      "dnf -q clean metadata",
      "dnf -y install cloud-init",
    ]);
  });

  test("down for good: the health check can read it, and the next boot tries again", async () => {
    machine.on("dnf", "[[ $* != *install\\ cloud-init* ]] || { echo 'Error: no mirror' && exit 1; }");
    expect((await boot()).code).toBe(1);
    expect(summary()).toEqual(
      failed("dnf cannot install cloud-init from Rocky's repositories: Error: no mirror (status 1, try 3)"),
    );
    expect(machine.exists(stamp)).toBe(false);
    machine.calm();
    await boot();
    expect(summary()).toEqual(installed);
  });
});

describe("cloud-init's stages", () => {
  test("one ends with an error and the others run all the same, as under systemd", async () => {
    machine.on("cloud-init", "[[ $* != 'init --local' ]] || exit 1");
    await boot();
    expect(summary()).toEqual(installed);
    expect(machine.log()).toContain("cloud-init has ended. cloud-init init --local ended with status 1; ");
  });

  test("the install script fails: its result stays, and it is not run again by the next boot", async () => {
    machine.on("dnf", "[[ $* != *docker-ce* ]] || exit 1");
    await boot();
    expect(summary()).toMatchObject({ stage: "packages", status: "failed" });
    machine.forgetCalls();
    await boot();
    expect(machine.calls()).toEqual([askId]);
  });

  test("the install script never ran", async () => {
    machine.remove();
    machine = new Machine();
    machine.write("usr/local/sbin/docker-host-install", "");
    machine.chmod("usr/local/sbin/docker-host-install", 0o644);
    await boot();
    expect(summary()).toEqual(
      failed("cloud-init ended well, but the install script never ran; see /var/log/cloud-init.log"),
    );
  });

  test("user data was not accepted, so the install script never ran", async () => {
    machine.chmod("usr/local/sbin/docker-host-install", 0o644);
    machine.on("cloud-init", "[[ $* != init && $* != modules* ]] || code=1");
    await boot();
    expect(summary()).toEqual(
      failed(
        "cloud-init modules --mode=final ended with status 1; the install script never ran; see /var/log/cloud-init.log",
      ),
    );
  });

  test("the final one does not end: it is ended, and the next boot tries again", async () => {
    machine.on("cloud-init", "[[ $* != *final ]] || exec sleep 60");
    await boot({ FINAL_LIMIT: "1" });
    expect(summary()).toEqual(
      failed(
        "cloud-init modules --mode=final ended with status 124; the install script never ran; see /var/log/cloud-init.log",
      ),
    );
    expect(machine.exists(stamp)).toBe(false);
    machine.calm();
    await boot();
    expect(summary()).toEqual(installed);
  });

  test("the install script is gone before its end: no result goes on saying that it runs", async () => {
    standIn(
      machine,
      '{"version":1,"stage":"packages","status":"running","seconds":1,"message":"","stages":[],"bootId":"x"}',
      137,
    );
    await boot();
    expect(summary()).toEqual(
      failed("cloud-init modules --mode=final ended with status 137; the install script did not come to its end"),
    );
  });
});

test("a second run at the same time does nothing", async () => {
  standIn(machine, doneResult);
  // What a script says reaches the log a moment after its end.
  const logged = `for i in {1..600}; do ! grep -q 'another run' var/log/docker-host-install.log || break; sleep 0.1; done`;
  machine.on("dnf", `[[ $* != *install* ]] || { bash "$SHIM/script"; ${logged}; }`);
  await boot();
  expect(machine.log()).toContain("bootstrap: another run is at work\n");
  expect(machine.calls().filter((call) => call === "cloud-init init")).toHaveLength(1);
  expect(summary()).toEqual(installed);
});

describe("interrupted", () => {
  const arrange = () => {
    machine.tool("mv", 'PATH=/usr/bin:/bin mv "$@"');
    standIn(machine, doneResult);
  };

  test("killed at any call: the next boot ends well, with one stamp and no half-written file", async () => {
    arrange();
    await boot();
    const calls = machine.calls();
    const tools = [...new Set(calls.map((call) => String(call.split(" ", 1)[0])))];
    expect(tools).toEqual(["mv", "curl", "rpm", "dnf", "cloud-init"]);
    for (const [index, call] of calls.entries()) {
      machine.remove();
      machine = new Machine();
      arrange();
      for (const tool of tools) {
        machine.on(tool, `mapfile -t <"$SHIM/calls"; ((\${#MAPFILE[@]} != ${index + 1})) || interrupt KILL`);
      }
      expect({ call, ...(await boot()) }).toEqual({ call, code: "SIGKILL" });
      if (machine.exists("var/lib/docker-host/result.json")) expect(machine.result().version).toBe(1);
      machine.calm();
      expect({ call, ...(await boot()), ...summary() }).toEqual({ call, code: 0, ...installed });
      expect(machine.read(stamp)).toBe("4520031799277581759\n");
      expect(machine.exists("etc/cloud/cloud-init.disabled")).toBe(true);
    }
  });

  test.each(["curl", "dnf", "cloud-init"])("asked to end while %s is at work: the result says so", async (tool) => {
    arrange();
    machine.on(tool, "! times 1 || interrupt TERM");
    expect((await boot()).code).toBe("SIGTERM");
    expect(summary()).toEqual(failed("cut off; see the log"));
    machine.calm();
    await boot();
    expect(summary()).toEqual(installed);
  });
});
