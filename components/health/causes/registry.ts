// SPDX-License-Identifier: Apache-2.0
import type { Cause } from "./cause";

/** What the engine says of a registry that does not let a user in, the most telling first. */
export const registryCauses: Cause[] = [
  {
    says: /nobody is logged in|is not logged in to/,
    fix: "run `pulumi up`, which logs in whom registries names",
  },
  {
    says: /toomanyrequests|\b429\b|rate limit/i,
    fix: "the registry counts requests and has enough of these: wait, or give a login that may ask more often",
  },
  {
    says: /x509:|certificate/i,
    fix: "the engine does not trust the registry's certificate: give its authority in docker.registryCertificates, by the same host and port",
  },
  {
    says: /server gave HTTP response to HTTPS client/i,
    fix: "the registry speaks no TLS: give it a certificate, or name it in docker.insecureRegistries",
  },
  {
    says: /no such host|server misbehaving|name resolution/i,
    fix: "the machine cannot resolve the registry's name: correct registries[].host, or the name server of its network",
  },
  {
    says: /proxyconnect|proxy authentication required/i,
    fix: "the engine goes by docker.proxy, which does not lead there: correct it, or add the registry to docker.noProxy",
  },
  {
    says: /manifest unknown|name unknown|repository name not known|not found|\b404\b/i,
    fix: "the login is good, and the image is not there: correct registries[].image, or leave it out",
  },
  {
    says: /denied|insufficient_scope|forbidden|\b403\b/i,
    fix: "the registry knows the user, who may not pull this image: give the right there, or correct registries[].image",
  },
  {
    says: /unauthorized|authentication required|incorrect username or password|\b401\b/i,
    fix: "the registry refuses the password: correct registries[].username and password, and look whether a token is over",
  },
  {
    says: /connection refused|no route to host|network is unreachable/i,
    fix: "nothing answers there: correct registries[].host and its port, or allow the way out (egress rule, NAT)",
  },
  {
    says: /timeout|deadline exceeded|timed out|does not answer within|no answer within/i,
    fix: "the registry does not answer in time: allow the way out (egress rule, NAT), or set docker.proxy",
  },
];
