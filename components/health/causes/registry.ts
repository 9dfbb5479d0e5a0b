// SPDX-License-Identifier: Apache-2.0
import type { Cause } from "./cause";

/** Where the machine's own role is to log in: what its cloud says of the role, or the registry of who has it. */
const ofRole: Cause[] = [
  {
    says: /this machine has no service account/,
    fix: "somebody has taken the service account from the machine: `pulumi refresh` and `pulumi up` give it back, or correct serviceAccount",
  },
  {
    says: /this machine has no role/,
    fix: "somebody has taken the instance profile from the machine, or it holds no role: `pulumi refresh` and `pulumi up` give it back, or correct iamInstanceProfile",
  },
  {
    says: /cannot take the role (\S+):/,
    fix: "the role $1 must trust ec2.amazonaws.com: correct its trust policy, or name another profile in iamInstanceProfile",
  },
  {
    says: /the metadata service of this machine/,
    fix: "the machine's own firewall or routes must let it reach 169.254.169.254, and its metadata service must be on",
  },
  {
    says: /ecr-public\S* gives the role (\S+) no login: AccessDenied/,
    fix: "give the role $1 the policy AmazonElasticContainerRegistryPublicReadOnly",
  },
  {
    says: /gives the role (\S+) no login: AccessDenied/,
    fix: "give the role $1 the policy AmazonEC2ContainerRegistryReadOnly",
  },
  {
    says: /no login: [^;]*Signature (expired|not yet current)/,
    fix: "the machine's clock is wrong: let it reach a time server, and look at `chronyc sources`",
  },
  {
    says: /(\S+) does not answer this machine: [^;]*CERTIFICATE_VERIFY/,
    fix: "the machine does not trust who answers as $1: put the authority into /etc/pki/ca-trust/source/anchors and run `update-ca-trust`, or have the proxy leave this TLS alone",
  },
  {
    says: /(\S+) does not answer this machine: [^;]*(Name or service|name resolution|No address associated)/,
    fix: "the machine cannot resolve $1: correct the name server of its network",
  },
  {
    says: /(\S+) does not answer this machine: [^;]*Tunnel connection failed/,
    fix: "the proxy does not lead to $1: allow it there, correct docker.proxy, or add $1 to docker.noProxy",
  },
  {
    says: /(\S+) answers with something that is not ECR's/,
    fix: "something else answers as $1: correct docker.proxy, or the name server of the machine's network",
  },
  {
    says: /(\S*ecr-public\S*) does not answer this machine:/,
    fix: "allow the way out to $1 (egress rule, NAT), or set docker.proxy, without a password",
  },
  {
    says: /(\S+) does not answer this machine:/,
    fix: "allow the way out to $1 (egress rule, NAT), make a VPC endpoint for it, or set docker.proxy, without a password",
  },
  {
    says: /as oauth2accesstoken, [^;]*(denied|forbidden|\b403\b|unauthorized|\b401\b)/i,
    fix: "give the machine's service account the role roles/artifactregistry.reader at the repository; its scopes must hold cloud-platform or devstorage.read_only",
  },
  {
    says: /as AWS, [^;]*(denied|forbidden|\b403\b|not authorized)/i,
    fix: "give the machine's role the policy AmazonEC2ContainerRegistryReadOnly, and a right in the repository's own policy where that is another account's",
  },
];

/** What the engine says of a registry that does not let a user in, the most telling first. */
export const registryCauses: Cause[] = [
  ...ofRole,
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
