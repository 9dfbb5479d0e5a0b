// SPDX-License-Identifier: Apache-2.0
import { cloudConfig, defaults, type DockerSpec } from "../../cloud-init";
import { proxyVariables } from "../../cloud-init/proxy";
import { installSettings } from "../../cloud-init/settings";
import { specOf } from "./spec-of";

const proxy = "http://user:50%25@proxy.example:3128";
const local = "localhost,127.0.0.1,::1";

/** The line of the install script's settings that names what is reached without the proxy. */
const exceptions = (docker: Partial<DockerSpec>) =>
  /^export no_proxy='(.*)'$/m.exec(installSettings(specOf({ docker: { proxy, ...docker } })))?.[1];

test("without a proxy the install script gets no variables of one", () => {
  expect(installSettings(specOf({ docker: { noProxy: ["a.example"] } }))).not.toContain("_proxy");
});

test("curl and dnf get the proxy, and what is reached without it", () => {
  expect(installSettings(specOf({ docker: { proxy, noProxy: ["mirror.example"] } }))).toContain(
    `export http_proxy='${proxy}'\nexport https_proxy='${proxy}'\nexport no_proxy='${local},mirror.example'\n`,
  );
});

// curl 7.76 of EL9 knows no networks, ports or asterisks among them, which dockerd does.
test.each([
  ["a network", { repository: "http://10.1.2.3/docker" }, ["10.0.0.0/8"], "10.0.0.0/8,10.1.2.3"],
  ["a network of IPv6", { repository: "http://[fd00::3]/docker" }, ["fd00::/8"], "fd00::/8,fd00::3"],
  ["a host with its port", { repository: "http://m.example:81/x" }, ["m.example:81"], "m.example:81,m.example"],
  ["the port of https", { repository: "https://m.example/x" }, ["m.example:443"], "m.example:443,m.example"],
  ["the port of http", { gpgKeyUrl: "http://m.example/gpg" }, ["m.example:80"], "m.example:80,m.example"],
  ["all names of a domain", {}, ["*.example"], ".example"],
])("the repository and its key are reached past the proxy where %s is an exception", (_what, docker, noProxy, end) => {
  expect(exceptions({ ...docker, noProxy })).toBe(`${local},${end}`);
});

test.each([
  ["another network", { repository: "http://192.0.2.1/docker" }, ["10.0.0.0/8"]],
  ["a network of the other kind", { repository: "http://192.0.2.1/docker" }, ["::/0"]],
  ["a network, where it has a name", { repository: "http://m.example/docker" }, ["0.0.0.0/0"]],
  ["no network", { repository: "http://10.1.2.3/docker" }, ["a/24"]],
  ["another port", { repository: "http://m.example:82/docker" }, ["m.example:81"]],
])("they are not where the exception is %s", (_what, docker, noProxy) => {
  expect(exceptions({ ...docker, noProxy })).toBe(`${local},${noProxy[0]}`);
});

const files = (spec: ReturnType<typeof specOf>) =>
  cloudConfig(spec).write_files as { path: string; permissions: string; content: string }[];

test("the security updates get both as well, in a unit that nobody else may read", () => {
  const spec = specOf({ securityUpdates: true, docker: { proxy, noProxy: ["mirror.example"] } });
  const doubled = proxy.replace("%", "%%");
  expect(files(spec).find(({ path }) => path === defaults.guest.updatesProxy)).toEqual({
    path: "/etc/systemd/system/dnf-automatic.service.d/10-docker-host-proxy.conf",
    permissions: "0600",
    content: `[Service]\nEnvironment="http_proxy=${doubled}" "https_proxy=${doubled}" "no_proxy=${local},mirror.example"\n`,
  });
});

test.each([
  ["updates without a proxy", { securityUpdates: true }],
  ["a proxy without updates", { docker: { proxy } }],
])("%s need no such unit", (_what, input) => {
  expect(files(specOf(input)).map(({ path }) => path)).not.toContain(defaults.guest.updatesProxy);
});

test.each([
  ["one of several", ["a.example", "m.example:81"], "a.example,m.example:81,m.example"],
  ["the port of another host", ["other.example:81"], "other.example:81"],
  ["the host's port with more behind it", ["m.example:81x"], "m.example:81x"],
  ["no network", ["m.example/24"], "m.example/24"],
  ["an asterisk within a name", ["m*.example"], "m*.example"],
])("of an address that is none nothing is named, and of the other one for %s", (_what, noProxy, end) => {
  const { no_proxy: found } = proxyVariables({ proxy, noProxy }, ["no address", "http://m.example:81/x"]);
  expect(found).toBe(`${local},${end}`);
});
