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
    expect(lines.slice(2)).toEqual(["tcp ok 127.0.0.1 PORT", "packets ok", "ask 127.0.0.1 PORT http 127.0.0.1"]);
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

const failing = "packets failed: 10.0.0.1 port 80 takes connections";
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
  const lines = stdout.split("\n").filter((line) => line.startsWith("packets") || line.startsWith("containers"));
  expect(lines).toEqual(said);
});
