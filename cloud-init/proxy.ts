// SPDX-License-Identifier: Apache-2.0
import { defaults } from "./defaults";
import type { DockerSpec } from "./docker-spec";
import type { CloudConfig } from "./spec";
import { ini } from "./units";
import { isWithin, network, networkOf } from "./validate/addresses";

const { guest } = defaults;

interface Proxy {
  proxy?: string | undefined;
  noProxy: string[];
}

/** Of dockerd. Set in its environment, because engines before 23.0 know no proxy in daemon.json. */
export function daemonProxy({ proxy, noProxy }: DockerSpec): CloudConfig[] {
  if (proxy === undefined) return [];
  const exceptions = [...defaults.noProxy, ...noProxy].join(",");
  return [dropIn(guest.daemonProxy, { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: exceptions })];
}

/** Of the daily security updates, which systemd starts. */
export function updatesProxy(docker: DockerSpec): CloudConfig[] {
  const variables = proxyVariables(docker);
  return docker.proxy === undefined ? [] : [dropIn(guest.updatesProxy, variables)];
}

/**
 * For curl and dnf, which know these names alone: dnf where its `proxy` is not set, see dnf.conf(5). Of the exceptions,
 * curl 7.76 of Enterprise Linux 9 knows hosts and domains, but no networks and no ports. So the host of an address that
 * such an exception is about is named, too.
 */
export function proxyVariables({ proxy, noProxy }: Proxy, urls: string[] = []): Record<string, string> {
  if (proxy === undefined) return {};
  const parsed = urls.flatMap((url) => (URL.canParse(url) ? [new URL(url)] : []));
  const direct = parsed.filter((url) => noProxy.some((one) => isException(one, url)));
  const hosts = direct.map(({ hostname }) => bare(hostname));
  const names = noProxy.map((one) => one.replace(/^\*\./, "."));
  const exceptions = [...new Set([...defaults.noProxy, ...names, ...hosts])].join(",");
  return { http_proxy: proxy, https_proxy: proxy, no_proxy: exceptions };
}

/** Whether an address is in the network of an exception, or on the host and port of one. */
function isException(exception: string, { hostname, port, protocol }: URL): boolean {
  const host = bare(hostname);
  if (exception.includes("/")) return contains(exception, host);
  const [, name = "", at] = /^(.*):(\d+)$/.exec(exception) ?? [];
  return bare(name) === host && at === (port || (protocol === "https:" ? "443" : "80"));
}

function contains(cidr: string, host: string): boolean {
  const [whole, part] = [network(cidr), networkOf(host)];
  return whole !== undefined && part !== undefined && isWithin(part, whole);
}

const bare = (host: string) => host.replace(/^\[(.*)\]$/, "$1");

/** `%` is doubled for systemd. Nobody else may read it: an address may hold a password. */
function dropIn(path: string, variables: Record<string, string>): CloudConfig {
  const words = Object.entries(variables).map(([name, value]) => `"${name}=${value.replaceAll("%", "%%")}"`);
  return { path, permissions: "0600", content: ini({ Service: { Environment: words.join(" ") } }) };
}
