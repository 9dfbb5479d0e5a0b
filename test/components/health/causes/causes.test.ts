// SPDX-License-Identifier: Apache-2.0
import { type Cause, findCause } from "../../../../components/health/causes/cause";
import { engineCauses } from "../../../../components/health/causes/engine";
import { installationCauses } from "../../../../components/health/causes/installation";
import { registryCauses } from "../../../../components/health/causes/registry";
import { keyOf } from "../../../../cloud-init/shape";
import { host } from "../../../../cloud-init/validate/shape";

/** What the engine says of registries, behind whom it is about. */
const ofRegistries: [string, string][] = [
  ["eu-docker.pkg.dev, for ci: this machine has no service account", "somebody has taken the service account"],
  [
    "public.ecr.aws, for ci: this machine has no role; public.ecr.aws, for bob: this machine has no role",
    "somebody has taken the instance profile",
  ],
  [
    "public.ecr.aws, for ci: this machine cannot take the role web: AssumeRoleUnauthorizedAccess",
    "the role web must trust ec2.amazonaws.com",
  ],
  [
    "gcr.io, for ci: the metadata service of this machine, 169.254.169.254, does not answer: timed out",
    "the machine's own firewall",
  ],
  [
    "public.ecr.aws, for ci: api.ecr-public.us-east-1.amazonaws.com gives the role web no login: AccessDeniedException: User: arn:aws:sts::1:assumed-role/web/i-1 is not authorized to perform: ecr-public:GetAuthorizationToken",
    "give the role web the policy AmazonElasticContainerRegistryPublicReadOnly",
  ],
  [
    "1.dkr.ecr.eu-west-1.amazonaws.com, for ci: api.ecr.eu-west-1.amazonaws.com gives the role web no login: AccessDeniedException: no",
    "give the role web the policy AmazonEC2ContainerRegistryReadOnly",
  ],
  [
    "1.dkr.ecr.eu-west-1.amazonaws.com, for ci: api.ecr.eu-west-1.amazonaws.com gives the role web no login: InvalidSignatureException: Signature expired: 20250101T000000Z is now earlier than 20261127T140000Z",
    "the machine's clock is wrong",
  ],
  [
    "1.dkr.ecr.eu-west-1.amazonaws.com, for ci: api.ecr.eu-west-1.amazonaws.com does not answer this machine: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:1129)",
    "the machine does not trust who answers as api.ecr.eu-west-1.amazonaws.com",
  ],
  [
    "1.dkr.ecr.eu-west-1.amazonaws.com, for ci: api.ecr.eu-west-1.amazonaws.com does not answer this machine: Name or service not known",
    "the machine cannot resolve api.ecr.eu-west-1.amazonaws.com",
  ],
  [
    "1.dkr.ecr.eu-west-1.amazonaws.com, for ci: api.ecr.eu-west-1.amazonaws.com does not answer this machine: Tunnel connection failed: 403 Forbidden",
    "the proxy does not lead to api.ecr.eu-west-1.amazonaws.com",
  ],
  [
    "1.dkr.ecr.eu-west-1.amazonaws.com, for ci: api.ecr.eu-west-1.amazonaws.com answers with something that is not ECR's",
    "something else answers as api.ecr.eu-west-1.amazonaws.com",
  ],
  [
    "public.ecr.aws, for ci: api.ecr-public.us-east-1.amazonaws.com does not answer this machine: no answer within 30 s",
    "allow the way out to api.ecr-public.us-east-1.amazonaws.com (egress rule, NAT), or set docker.proxy",
  ],
  [
    "1.dkr.ecr.eu-west-1.amazonaws.com, for ci: api.ecr.eu-west-1.amazonaws.com does not answer this machine: timed out",
    "allow the way out to api.ecr.eu-west-1.amazonaws.com",
  ],
  [
    `eu-docker.pkg.dev/p/r/a:1 as oauth2accesstoken, for ci: denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource (or it may not exist)`,
    "give the machine's service account the role",
  ],
  [
    "1.dkr.ecr.eu-west-1.amazonaws.com/a:1 as AWS, for ci: denied: User: arn:aws:sts::1:assumed-role/web/i-1 is not authorized to perform: ecr:BatchGetImage",
    "give the machine's role the policy",
  ],
  ["nobody is logged in to r.example:40123 on this machine yet", "run `pulumi up`"],
  ["docker.io as me, for ci: toomanyrequests: You have reached your pull rate limit", "the registry counts requests"],
  [
    `r.example:5000 as robot, for ci: Get "https://r.example:5000/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    "the engine does not trust the registry's certificate",
  ],
  [
    `r.example as robot, for ci: Get "https://r.example/v2/": http: server gave HTTP response to HTTPS client`,
    "the registry speaks no TLS",
  ],
  [
    `r.example as robot, for ci: Get "https://r.example/v2/": dial tcp: lookup r.example on 127.0.0.53:53: no such host`,
    "the machine cannot resolve",
  ],
  [
    `r.example as robot, for ci: Get "https://r.example/v2/": proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused`,
    "the engine goes by docker.proxy",
  ],
  ["r.example/a/b:1 as robot, for ci: manifest unknown: manifest unknown", "the login is good, and the image is not"],
  [
    "r.example/a/b:1 as robot, for ci: denied: requested access to the resource is denied",
    "the registry knows the user",
  ],
  [
    "r.example:40429 as robot, for ci: login attempt to https://r.example:40429/v2/ failed with status: 401 Unauthorized",
    "the registry refuses the password",
  ],
  [
    `proxy.example:4290 as robot, for ci: Get "https://proxy.example:4290/v2/": dial tcp 10.0.0.9:4290: connect: connection refused`,
    "nothing answers there",
  ],
  [
    `r.example as robot, for ci: Get "https://r.example/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)`,
    "the registry does not answer in time",
  ],
];

/** What the tools really say, and the first words of what is to be done about it. */
const ofTheEngine: [string, string][] = [
  [
    "unable to configure the Docker daemon with file /etc/docker/daemon.json: the following directives are specified both as a flag and in the configuration file: hosts: (from flag: [fd://], from file: [tcp://0.0.0.0])",
    'remove docker.daemonConfig["hosts"]',
  ],
  [
    "unable to configure the Docker daemon with file /etc/docker/daemon.json: the following directives don't match any configuration option: storage-drvier, mtuu",
    "remove from docker.daemonConfig what this version of dockerd does not know: storage-drvier, mtuu",
  ],
  [
    "failed to start daemon: error initializing graphdriver: driver not supported: zfs",
    'docker.daemonConfig["storage-driver"] must be one that this kernel has',
  ],
  [
    "unable to configure the Docker daemon with file /etc/docker/daemon.json: invalid character '}' looking for beginning of object key string",
    "correct docker.daemonConfig; on the host,",
  ],
  ["failed to start daemon: logger: no log driver named 'jornald' is registered", "docker.logDriver must be one"],
  ["failed to set log opts: unknown log opt 'max-sise' for local log driver", 'remove "max-sise" from log-opts'],
  [
    "failed to start daemon: Error initializing network controller: error creating default bridge network: could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
    "give docker.addressPools a network",
  ],
  [
    "failed to start daemon: Error initializing network controller: bridge IPv4 address 10.0.0.1/8 overlaps with existing routes",
    "correct `bip` and `fixed-cidr`",
  ],
  [
    "failed to start daemon: Error initializing network controller: failed to create NAT chain DOCKER: iptables failed: iptables -t nat -N DOCKER: iptables: Failed to initialize nft: Protocol not supported",
    "look at the host's firewall",
  ],
  [
    "failed to load listeners: listen tcp 127.0.0.1:9323: bind: address already in use",
    "another process has the address",
  ],
  [
    "failed to start daemon, ensure docker is not running or delete /var/run/docker.pid: process with PID 812 is still running",
    "a second dockerd runs",
  ],
  ["failed to start daemon: mkdir /var/lib/docker: no space left on device", "free space on the host"],
  ["failed to start daemon: mkdir /var/lib/docker: read-only file system", "the kernel turns a file system"],
  [
    "failed to start daemon: could not load X509 key pair: open /etc/docker/cert.pem: no such file or directory",
    "correct the certificates",
  ],
  [
    'failed to start daemon: failed to dial "/run/containerd/containerd.sock": context deadline exceeded',
    "containerd does not run",
  ],
  [
    "docker: Error response from daemon: OCI runtime create failed: runc create failed: unable to start container process",
    "look at the runtime, cgroup and ulimit settings",
  ],
  ["runc: fork/exec /usr/bin/runc: cannot allocate memory", "give the machine more memory"],
  ["failed to start daemon: something that nobody has seen yet", "correct what dockerd complains of"],
];

const ofTheInstallation: [string, string][] = [
  [
    "the metadata server does not say which instance this is (curl status 28)",
    "the machine must reach 169.254.169.254",
  ],
  [
    `https://a.example/gpg holds no OpenPGP key, expected ${"0".repeat(40)}`,
    "what answers there is no key: correct docker.repository or docker.gpgKeyUrl",
  ],
  [
    `http://10.0.2.100/gpg holds ${"A".repeat(40)} ${"B".repeat(40)}, expected ${"0".repeat(40)}`,
    "set docker.gpgFingerprint to the key's",
  ],
  ["curl: (56) CONNECT tunnel failed, response 407", "correct docker.proxy"],
  [
    "  - Curl error (6): Couldn't resolve host name for https://download.docker.com/x [Could not resolve host: download.docker.com]",
    "the machine cannot resolve download.docker.com",
  ],
  ["  - Curl error (6): Couldn't resolve host name for https://a.example/x", "give the machine's network"],
  [
    "cannot fetch https://a.example/gpg: curl: (60) SSL certificate problem: certificate is not yet valid (status 60, try 6)",
    "the clock of the machine is behind",
  ],
  ["curl: (60) SSL certificate problem: certificate has expired", "the server's certificate is over"],
  [
    "curl: (60) SSL certificate problem: self signed certificate in certificate chain",
    "something on the machine's way out shows a certificate of its own",
  ],
  ["curl: (22) The requested URL returned error: 403", "the server lets nobody in without a login"],
  [
    "  - Status code: 404 for https://download.docker.com/linux/centos/99/x86_64/stable/repodata/repomd.xml (IP: 1.2.3.4)",
    "docker.repository must be the folder that holds `gpg` and `9/`",
  ],
  [
    "curl: (7) Failed to connect to 10.0.2.100 port 80 after 0 ms: Connection refused",
    "nothing answers at the repository's",
  ],
  [
    "  - Curl error (28): Timeout was reached for http://mirror.example.com/repodata/repomd.xml",
    "the machine has no way out",
  ],
  ["  At least 310MB more space needed on the / filesystem.", "give the machine a larger disk"],
  [
    "/usr/local/sbin/docker-host-install: line 84:  1201 Killed  dnf -y install docker-ce",
    "give the machine more memory: dnf",
  ],
  ["Error: Unable to find a match: docker-ce-3:99.0.0", "no repository of the machine has docker-ce-3:99.0.0"],
  ["Error: GPG check FAILED", "the packages are signed with another key"],
  [
    " Problem: package podman-docker conflicts with docker-ce provided by docker-ce-3:28.5.2",
    "packages contradict one another",
  ],
  [
    "Error: Failed to download metadata for repo 'appstream': Cannot prepare internal mirrorlist: All mirrors were tried",
    "a repository cannot be read",
  ],
  ["dockerUsers names ghost, who does not exist", "declare ghost in users"],
  ["use a Rocky Linux 9 image: bash: type: dnf: not found", "use an image of Rocky Linux 9"],
];

describe.each<[string, Cause[], [string, string][]]>([
  ["the engine", engineCauses, ofTheEngine],
  ["the installation", installationCauses, ofTheInstallation],
  ["registries", registryCauses, ofRegistries],
])("of %s", (_what, causes, examples) => {
  test.each(examples)("%s", (line, fix) => {
    const found = findCause(causes, ["something before it", line, "something after it"]);
    expect(found?.line).toBe(line);
    expect(found?.fix.slice(0, fix.length)).toBe(fix);
  });

  test("each cause that is known has its example, in the order of the table", () => {
    const known = examples.map(([line]) => causes.findIndex(({ says }) => says.test(line)));
    expect(known).toEqual(causes.map((_cause, number) => number));
  });

  test("what is to be changed are arguments that exist", () => {
    const named = causes.flatMap(({ fix }) =>
      [...fix.matchAll(/\b((?:docker)(?:\.\w+)+)/g)].map(([, path = ""]) => path),
    );
    for (const path of named) expect([path, isArgument(path.split("."))]).toEqual([path, true]);
  });
});

test.each<[Cause[], string, string]>([
  [engineCauses, "unknown driver zfs", "docker.daemonConfig["],
  [engineCauses, "unknown graphdriver: zfs", "docker.daemonConfig["],
  [engineCauses, "invalid character 'x' after object key:value pair", "correct docker.daemonConfig; on the host"],
  [engineCauses, "logger: there is no such log-driver", "docker.logDriver must be one"],
  [engineCauses, "unknown log opt max-sise for local log driver", 'remove "max-sise" from log-opts'],
  [engineCauses, "iptables: No chain/target/match by that name", "look at the host's firewall"],
  [engineCauses, "failed to start containerd", "containerd does not run"],
  [engineCauses, "cgroup: this controller is not available", "look at the runtime, cgroup"],
  [engineCauses, "cgroups: cannot find cgroup mount destination", "look at the runtime, cgroup"],
  [installationCauses, "the proxy 10.0.0.9:3128 answers 403", "correct docker.proxy"],
  [installationCauses, "the proxy 10.0.0.9:3128 answers 407", "correct docker.proxy"],
  [installationCauses, "SSL problem: unable to get local issuer", "something on the machine's way out"],
  [installationCauses, "time out", "the machine has no way out"],
  [installationCauses, "timedout", "the machine has no way out"],
  [installationCauses, "no end in 600 s", "the machine has no way out"],
  [installationCauses, "Public key for docker-ce.rpm is not installed", "the packages are signed with another key"],
  [
    registryCauses,
    "a.example does not answer this machine: Temporary failure in name resolution",
    "the machine cannot resolve a.example",
  ],
  [
    registryCauses,
    "a.example does not answer this machine: OSError: Tunnel connection failed: 403",
    "the proxy does not lead to a.example",
  ],
])("a cause is known in its other forms as well (%#)", (causes, line, fix) => {
  expect(findCause(causes, [line])?.fix.slice(0, fix.length)).toBe(fix);
});

test.each([`holds A, expected ${"A".repeat(40)}`, `holds ${"A".repeat(40)}, expected nothing`, "holds 1, expected 2"])(
  "what is no fingerprint is not taken for one: %s",
  (line) => {
    expect(findCause(installationCauses, [line])).toBeUndefined();
  },
);

test("of several lines the newest is the cause, and one that nobody knows has none", () => {
  const line = (name: string) => `Error: Unable to find a match: ${name}`;
  expect(findCause(installationCauses, [line("a"), line("b")])?.line).toBe(line("b"));
  expect(findCause(installationCauses, ["all is well"])).toBeUndefined();
});

function isArgument(path: string[]): boolean {
  return keyOf(path.join("."), host) === path.join("/");
}
