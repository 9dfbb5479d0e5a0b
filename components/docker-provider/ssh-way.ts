// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { error } from "../../cloud-init/validate/problem";
import { knownHostsLine } from "../ssh-identity";
import type { Connection, Endpoint } from "../ssh/connection";
import { withValues } from "../ssh/command-values";
import { readPrivateKey } from "../ssh/private-key";
import { proxyCommandText } from "../ssh/proxy-command";

/** How the `ssh` that the provider starts gets to a host. */
export interface SshWay {
  /** `ssh://user@address:port`. */
  host: string;
  /** Arguments of `ssh`. They name the files, and hold nothing secret. */
  sshOpts: string[];
  /** What is to lie in the folder, by name. Keys among it. */
  files: Record<string, string>;
}

/** @param folder where the files will be, as `ssh` reads it */
export function sshWay(connection: Connection, folder: string): SshWay {
  const { host, port = 22, user = "root", proxy, proxyCommand = [] } = connection;
  const own = identity(connection, folder, "");
  const bastion = proxy && identity(proxy, folder, "bastion-");
  const command =
    proxyCommand.length > 0
      ? withValues(proxyCommand, connection)
      : proxy && bastion && throughBastion(proxy, bastion, connection);
  return {
    host: `ssh://${encodeURIComponent(user)}@${inUrl(host)}:${port}`,
    sshOpts: [...own.options, ...(command ? ["-o", `ProxyCommand=${proxyCommandText(command)}`] : [])],
    files: { ...own.files, ...bastion?.files },
  };
}

/** The same without keys and passwords, so that an agent is asked. */
export function withAgent({ proxy, ...connection }: Connection): Connection {
  return { ...withoutLogin(connection), ...(proxy && { proxy: withoutLogin(proxy) }) };
}

function withoutLogin<T extends Endpoint>({ password: _, privateKey: _key, privateKeyPassword: _own, ...others }: T) {
  return others;
}

/** What an OpenSSH that nobody sits at cannot use to log in. */
export function* sshWayProblems(connection: Connection): Generator<Problem> {
  yield* loginProblems(connection, "connection");
  if (connection.proxy && !connection.proxyCommand?.length) yield* loginProblems(connection.proxy, "connection.proxy");
}

/** @param path of the endpoint, as its user writes it */
export function* loginProblems(
  { password, privateKey, privateKeyPassword }: Endpoint,
  path: string,
): Generator<Problem> {
  const instead = "give privateKey without a passphrase, or set withoutKey, so that an agent is asked";
  if (password !== undefined && privateKey === undefined) {
    yield error(`${path}.password`, `is not for the docker provider, whose ssh takes no password; ${instead}`);
  }
  if (privateKeyPassword !== undefined) {
    yield error(
      `${path}.privateKeyPassword`,
      `is not for the docker provider, whose ssh takes no passphrase; ${instead}`,
    );
  }
}

interface Identity {
  options: string[];
  files: Record<string, string>;
}

/** What `ssh` is told of who logs in, and of the key by which the other side is known. */
function identity(endpoint: Endpoint, folder: string, prefix: string): Identity {
  const { host, port = 22, privateKey, hostKey, agentSocketPath } = endpoint;
  const path = (name: string) => inQuotes(`${folder}/${prefix}${name}`);
  const knownHosts = [
    path("known_hosts"),
    // Where no key is given, this also has to work while no program runs, of which the files would be.
    ...(privateKey === undefined ? ["~/.ssh/known_hosts"] : []),
  ];
  const settings = [
    // Nobody sits at it, who could answer.
    "BatchMode=yes",
    ...(privateKey === undefined ? [] : [`IdentityFile=${path("key")}`, "IdentitiesOnly=yes"]),
    ...(agentSocketPath === undefined ? [] : [`IdentityAgent=${inQuotes(agentSocketPath)}`]),
    `UserKnownHostsFile=${knownHosts.join(" ")}`,
    // A host whose key nobody pinned is trusted at first sight, as the health check did.
    `StrictHostKeyChecking=${hostKey ? "yes" : "accept-new"}`,
    // A machine that ends in the middle must not hang whoever waits for it.
    "ConnectTimeout=30",
    "ServerAliveInterval=15",
  ];
  return {
    options: settings.flatMap((setting) => ["-o", setting]),
    files: {
      [`${prefix}known_hosts`]: hostKey ? `${knownHostsLine(host, port, hostKey)}\n` : "",
      ...(privateKey !== undefined && { [`${prefix}key`]: keyFile(privateKey) }),
    },
  };
}

/** A path of which `ssh` expands nothing but `~`. */
const inQuotes = (path: string) => `"${path.replaceAll("%", "%%")}"`;

/** As OpenSSH reads it. */
function keyFile(privateKey: string): string {
  const read = readPrivateKey(privateKey);
  const text = "text" in read ? read.text : privateKey;
  return text.endsWith("\n") ? text : `${text}\n`;
}

/** `ProxyJump` takes no options for the bastion, so another `ssh` goes there. */
function throughBastion(bastion: Endpoint, { options }: Identity, { host, port = 22 }: Connection): string[] {
  const to = `${host.includes(":") ? inUrl(host) : host}:${port}`;
  const login = ["-l", bastion.user ?? "root", "-p", String(bastion.port ?? 22)];
  return ["ssh", ...options, ...login, "-W", to, "--", bastion.host.replace(/^\[(.*)\]$/, "$1")];
}

const inUrl = (host: string) => (host.includes(":") ? `[${host.replace(/^\[(.*)\]$/, "$1")}]` : host);
