// SPDX-License-Identifier: Apache-2.0
// What the check's look at the network says: network.py against servers on this computer, and what the probe makes of it.
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const guest = join(__dirname, "..", "..", "..", "components", "health", "guest");
const python = readFileSync(join(guest, "network.py"), "utf8");

let scratch: string;
let server: Server | undefined;
const open = new Set<Socket>();
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "network-"));
  write("etc/resolv.conf", "");
});
afterEach(async () => {
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
  rmSync(scratch, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(join(scratch, path, ".."), { recursive: true });
  writeFileSync(join(scratch, path), text);
}

/** What it says of a server that does this with each part of what it gets. */
async function look(scheme: string, answer: (socket: Socket, part: Buffer) => void): Promise<string[]> {
  const listening = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {}).on("data", (part) => answer(socket, part));
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const { port } = listening.address() as AddressInfo;
  const env = { ...process.env, ROOT: scratch, PATIENCE: "0.5" };
  const { stdout } = await promisify(execFile)(
    "python3",
    ["-IS", "-c", python, "look", `${scheme}://127.0.0.1:${port}/linux`],
    { env },
  );
  return stdout.replaceAll(String(port), "PORT").split("\n").slice(0, -1);
}

describe("a server outside", () => {
  test("answers a question that fills more than two packets", async () => {
    let asked = "";
    const lines = await look("http", (socket, part) => {
      asked += part.toString();
      if (asked.endsWith("\r\n\r\n")) socket.end("HTTP/1.1 404 Not Found\r\n\r\n");
    });
    expect(asked.length).toBeGreaterThan(3000);
    const asks = "ask 127.0.0.1 PORT http 127.0.0.1";
    expect(lines.slice(2)).toEqual(["tcp ok 127.0.0.1 PORT", "packets ok", asks, "client ok"]);
  });

  test("takes the connection, and nothing comes back", async () => {
    expect((await look("http", () => {}))[3]).toBe(
      "packets failed: 127.0.0.1 port PORT takes connections, and then nothing larger than one packet gets through",
    );
  });

  test("is asked for its certificates where it has some, and is heard whatever it thinks of that", async () => {
    const alert = Buffer.from([21, 3, 3, 0, 2, 2, 40]);
    const kinds: (number | undefined)[] = [];
    const lines = await look("https", (socket, part) => {
      kinds.push(part[0]);
      socket.end(alert);
    });
    expect([kinds, lines[3]]).toEqual([[22], "packets ok"]);
    server?.close();
    expect((await look("https", () => {}))[3]).toMatch(/^packets failed/);
  });
});

test.each([
  ["eth1\t00000000\t010280C0\n", "eth1", "mtu 1460"],
  ["eth1\t000280C0\t00000000\n", "eth1", "mtu unknown"],
  ["eth0\t00000000\t010280C0\n", "eth1", "mtu unknown"],
])("the size of packets is that of the default route's interface: %j, %s has one: %s", (routes, name, expected) => {
  write("proc/net/route", `Iface\tDestination\tGateway\n${routes}`);
  write(`sys/class/net/${name}/mtu`, "1460\n");
  const env = { ...process.env, ROOT: scratch };
  const { stdout } = spawnSync("python3", ["-IS", "-c", python, "look", "http://127.0.0.1:1"], { env });
  expect(stdout.toString().split("\n")[1]).toBe(expected);
});

const pools = (...all: [string, number][]) =>
  JSON.stringify({ "default-address-pools": all.map(([base, size]) => ({ base, size })) });
const onLink = (network: string, mask: string) => `eth0\t${network}\t00000000\t1\t0\t0\t0\t${mask}\n`;
const gateway = "eth0\t00000000\t010011AC\t3\t0\t0\t100\t00000000\n";
test.each<[string, string, string, string, string]>([
  ["outside of Docker's own ranges", "10.132.0.7", "", "{}", "client ok"],
  ["by IPv6", "2001:db8::7", "", "{}", "client ok"],
  ["on the machine itself", "", "", "{}", "client ok"],
  ["in one of Docker's own ranges", "172.21.3.4", "", "{}", "172.21.0.0/16"],
  ["in the last of them", "192.168.17.4", "", "{}", "192.168.16.0/20"],
  [
    "in the machine's own network, which Docker leaves out",
    "172.17.3.4",
    onLink("000011AC", "0000FFFF"),
    "{}",
    "client ok",
  ],
  ["in a part that the machine's network shares", "172.17.3.4", onLink("000111AC", "00FFFFFF"), "{}", "client ok"],
  ["beside the machine's own network", "172.18.3.4", onLink("000011AC", "0000FFFF"), "{}", "172.18.0.0/16"],
  ["in a range of the caller's", "10.200.5.6", "", pools(["10.200.0.0/16", 24]), "10.200.5.0/24"],
  ["beside the caller's ranges", "172.21.3.4", "", pools(["10.200.0.0/16", 24]), "client ok"],
  ["in docker0's own network", "10.9.0.7", "", '{"bip": "10.9.0.1/24"}', "10.9.0.0/24"],
  ["with a daemon.json that nobody can read", "172.21.3.4", "", "?", "172.21.0.0/16"],
])("who asks is %s", (_what, address, route, daemon, expected) => {
  write("proc/net/route", `Iface\tDestination\n${gateway}${route}`);
  write("etc/docker/daemon.json", daemon);
  const env = { ...process.env, ROOT: scratch, EXPECT_CLIENT: address };
  const { stdout } = spawnSync("python3", ["-IS", "-c", python, "look", "http://127.0.0.1:1"], { env });
  const range = `client inside: ${address} asks, and Docker may give a network of its own the range ${expected}`;
  expect(stdout.toString().split("\n").at(-2)).toBe(expected === "client ok" ? expected : range);
});

const failing = "packets failed: 10.0.0.1 port 80 takes connections";
const inside = "client inside: 172.21.3.4 asks";
const large = "containers are told that packets may have 1500 bytes, and this machine's network carries 1460";
test.each<[string, string[], string[] | undefined, number, string[]]>([
  ["all goes well", ["tcp ok 10.0.0.1 80", "packets ok", "mtu 1460"], ["tcp ok 10.0.0.1 80", "mtu 1460"], 0, []],
  [
    "containers have larger packets",
    ["tcp ok 10.0.0.1 80", "mtu 1460"],
    ["tcp ok 10.0.0.1 80", "mtu 1500"],
    10,
    [large],
  ],
  ["so it is, and the host gets nowhere itself", ["tcp failed: x", "mtu 1460"], ["mtu 1500"], 10, [large]],
  ["containers have smaller packets", ["tcp ok 10.0.0.1 80", "mtu 9001"], ["tcp ok 10.0.0.1 80", "mtu 1500"], 0, []],
  ["the size is not known", ["tcp ok 10.0.0.1 80", "mtu unknown"], ["tcp ok 10.0.0.1 80", "mtu 1500"], 0, []],
  ["large packets are lost", ["tcp ok 10.0.0.1 80", "packets ok"], ["tcp ok 10.0.0.1 80", failing], 1, [failing]],
  ["the host loses them as well", ["tcp ok 10.0.0.1 80", failing], ["tcp ok 10.0.0.1 80", failing], 0, []],
  ["no container could be asked", ["tcp ok 10.0.0.1 80", "mtu 1460"], undefined, 11, []],
  ["who asks may lose the host", ["tcp ok 10.0.0.1 80", inside], ["tcp ok 10.0.0.1 80"], 10, [inside]],
  ["and no container could be asked", ["tcp ok 10.0.0.1 80", inside], undefined, 10, [inside]],
])("of outgoing connections it is said: %s", (_what, host, container, status, said) => {
  write("network-host", host.join("\n"));
  if (container) write("network-container", container.join("\n"));
  const { stdout, status: code } = spawnSync(
    "bash",
    ["-uo", "pipefail", "-c", `. '${guest}/containers.sh'; check_outgoing`],
    {
      env: { PATH: process.env.PATH, SCRATCH: scratch },
      encoding: "utf8",
    },
  );
  expect(code).toBe(status);
  const lines = stdout.split("\n").filter((line) => /^(packets|containers|client) /.test(line));
  expect(lines).toEqual(said);
});
