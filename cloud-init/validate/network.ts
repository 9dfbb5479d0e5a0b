// SPDX-License-Identifier: Apache-2.0
import { X509Certificate } from "node:crypto";

import type { HostSpec, Problem } from "../spec";
import { hasUser, isHostAndPort, isIP, isHttpAddress, isPort, network } from "./addresses";
import { at, demandEach, error, shown, warning } from "./problem";

/** The daemon's proxy, the registries' certificates, and the ports that firewalld opens. */
export function* networking({ docker, firewalldPorts }: HostSpec): Generator<Problem> {
  yield* proxy(docker.proxy);
  yield* demandEach(
    docker.noProxy,
    "docker.noProxy",
    isProxyException,
    `is not a host, ".domain", address or network in CIDR form; an IPv6 address has brackets only before a port`,
  );
  if (docker.noProxy.length > 0 && docker.proxy === undefined) {
    yield warning("docker.noProxy", "says what goes past docker.proxy, and there is none; give it, or leave this out");
  }
  for (const [host, pem] of Object.entries(docker.registryCertificates)) yield* certificate(host, pem);
  yield* demandEach(
    firewalldPorts,
    "firewalldPorts",
    isFirewallPort,
    `is not a port or range with its protocol (tcp, udp, sctp or dccp), for example "8080/tcp" or "6000-6010/udp"`,
  );
}

function* proxy(address: string | undefined): Generator<Problem> {
  if (address === undefined) return;
  if (!isHttpAddress(address)) {
    const escapes = address.includes("@")
      ? `; in a user or password, other signs than letters, digits and ".-_~" are written as %40 for "@"`
      : "";
    yield error(
      "docker.proxy",
      `${shown(address)} is not an http or https address, for example "http://proxy.example:3128"${escapes}`,
    );
  } else if (hasUser(address)) {
    yield warning(
      "docker.proxy",
      "holds a password, which every process that can read the machine's metadata will see; let the proxy know the machine by its address",
    );
  }
}

/** As Go reads it: an IPv6 address has brackets exactly where a port follows, and no address is a domain. */
function isProxyException(text: string): boolean {
  if (text === "*" || isIP(text) > 0 || network(text) !== undefined) return true;
  const [, dot, host = ""] = /^(\*?\.)?(.*)$/.exec(text) ?? [];
  const isAddress = host.startsWith("[") || isIP(host.replace(/:\d+$/, "")) > 0;
  return isHostAndPort(host) && !host.endsWith("]") && !(dot !== undefined && isAddress);
}

function* certificate(host: string, pem: string): Generator<Problem> {
  const path = at("docker.registryCertificates", host);
  if (!isHostAndPort(host)) yield error(path, `${shown(host)} is not the registry's "host" or "host:port"`);
  if (pem.includes("PRIVATE KEY")) {
    yield error(path, "holds a private key (not shown): count it as disclosed and give the certificate alone");
    return;
  }
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0 || !blocks.every(isCertificate)) {
    yield error(path, `is not a certificate in PEM form; paste the text from "-----BEGIN CERTIFICATE-----" to its end`);
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function isFirewallPort(text: string): boolean {
  const [, from = "", to = from] = /^(\d+)(?:-(\d+))?\/(?:tcp|udp|sctp|dccp)$/.exec(text) ?? [];
  return isPort(from) && isPort(to) && Number(from) <= Number(to);
}
