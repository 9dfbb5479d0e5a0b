// SPDX-License-Identifier: Apache-2.0
import { read } from "../../../cloud-init";
import { certificate, hostKey } from "../material";

const certified = `whoever sits between can replace the images (CIS 2.5); give the registry's certificate authority in docker.registryCertificates instead`;
const insecure = `${certified}; from engine 29.10.0 on, a list leaves out registries on the host itself unless it names them, for example "localhost:5000"`;

/** What somebody wrote, and all that is said about it. */
const cases: [string, object, string[]][] = [
  [
    "a proxy without protocol",
    { docker: { proxy: "proxy.example:3128" } },
    [
      'error: docker.proxy: "proxy.example:3128" is not an http or https address, for example "http://proxy.example:3128"',
    ],
  ],
  [
    "a proxy of another protocol",
    { docker: { proxy: "socks5://proxy.example:1080" } },
    [
      'error: docker.proxy: "socks5://proxy.example:1080" is not an http or https address, for example "http://proxy.example:3128"',
    ],
  ],
  [
    "a proxy with a line break",
    { docker: { proxy: "http://proxy.example\nExecStart=reboot" } },
    [
      'error: docker.proxy: "http://proxy.example\\nExecStart=reboot" is not an http or https address, for example "http://proxy.example:3128"',
    ],
  ],
  [
    "a proxy with a password",
    { docker: { proxy: "http://me:secret@proxy.example:3128" } },
    [
      "warning: docker.proxy: holds a password, which every process that can read the machine's metadata will see; let the proxy know the machine by its address",
    ],
  ],
  [
    "a broken proxy with a password",
    { docker: { proxy: "http://me:secret@proxy.example:99999" } },
    [
      'error: docker.proxy: "http://***@proxy.example:99999" is not an http or https address, for example "http://proxy.example:3128"; in a user or password, other signs than letters, digits and ".-_~" are written as %40 for "@"',
    ],
  ],
  [
    "a password with a character that is written in another way",
    { docker: { proxy: "http://me:p%zz/x@proxy.example:3128" } },
    [
      'error: docker.proxy: "http://***@proxy.example:3128" is not an http or https address, for example "http://proxy.example:3128"; in a user or password, other signs than letters, digits and ".-_~" are written as %40 for "@"',
    ],
  ],
  [
    "an exception with a comma",
    { docker: { noProxy: ["a,b"] } },
    [
      'error: docker.noProxy[0]: "a,b" is not a host, ".domain", address or network in CIDR form; an IPv6 address has brackets only before a port',
      "warning: docker.noProxy: says what goes past docker.proxy, and there is none; give it, or leave this out",
    ],
  ],
  [
    "an insecure registry with protocol",
    { docker: { insecureRegistries: ["http://registry.example"] } },
    [
      'error: docker.insecureRegistries[0]: "http://registry.example" is not "host", "host:port" or a network in CIDR form, without "http://" before it',
      `warning: docker.insecureRegistries: ${insecure}`,
    ],
  ],
  [
    "a port that does not exist",
    { docker: { insecureRegistries: ["registry.example:70000"] } },
    [
      'error: docker.insecureRegistries[0]: "registry.example:70000" is not "host", "host:port" or a network in CIDR form, without "http://" before it',
      `warning: docker.insecureRegistries: ${insecure}`,
    ],
  ],
  [
    "an insecure registry",
    { docker: { insecureRegistries: ["10.0.0.0/8"] } },
    [`warning: docker.insecureRegistries: ${insecure}`],
  ],
  ...["localhost:5000", "127.0.0.0/8", "[::1]:5000", "0.0.0.0/0"].map((local): [string, object, string[]] => [
    `insecure registries, and one on the host itself: ${local}`,
    { docker: { insecureRegistries: ["10.0.0.0/8"], daemonConfig: { "insecure-registries": [local] } } },
    ["docker.insecureRegistries", 'docker.daemonConfig["insecure-registries"]'].map(
      (path) => `warning: ${path}: ${certified}`,
    ),
  ]),
  [
    "an insecure registry of an engine that never leaves out those on the host itself",
    { docker: { version: "29.9.0", insecureRegistries: ["10.0.0.0/8"] } },
    [`warning: docker.insecureRegistries: ${certified}`],
  ],
  [
    "a certificate that is none",
    { docker: { registryCertificates: { "registry.example:5000": "x" } } },
    [
      'error: docker.registryCertificates["registry.example:5000"]: is not a certificate in PEM form; paste the text from "-----BEGIN CERTIFICATE-----" to its end',
    ],
  ],
  [
    "a certificate for a path out of its folder",
    { docker: { registryCertificates: { "../../cron.d": certificate } } },
    ['error: docker.registryCertificates["../../cron.d"]: "../../cron.d" is not the registry\'s "host" or "host:port"'],
  ],
  [
    "a private key in place of a certificate",
    { docker: { registryCertificates: { "registry.example": hostKey.privateKey } } },
    [
      'error: docker.registryCertificates["registry.example"]: holds a private key (not shown): count it as disclosed and give the certificate alone',
    ],
  ],
  [
    "a damaged certificate",
    { docker: { registryCertificates: { "registry.example": certificate.replace("MIIB", "AAAA") } } },
    [
      'error: docker.registryCertificates["registry.example"]: is not a certificate in PEM form; paste the text from "-----BEGIN CERTIFICATE-----" to its end',
    ],
  ],
  [
    "a damaged certificate behind a good one",
    { docker: { registryCertificates: { "registry.example": certificate + certificate.replace("MIIB", "AAAA") } } },
    [
      'error: docker.registryCertificates["registry.example"]: is not a certificate in PEM form; paste the text from "-----BEGIN CERTIFICATE-----" to its end',
    ],
  ],
  [
    "a port without protocol",
    { firewalldPorts: ["8080"] },
    [
      'error: firewalldPorts[0]: "8080" is not a port or range with its protocol (tcp, udp, sctp or dccp), for example "8080/tcp" or "6000-6010/udp"',
    ],
  ],
  [
    "port 0",
    { firewalldPorts: ["0/tcp"] },
    [
      'error: firewalldPorts[0]: "0/tcp" is not a port or range with its protocol (tcp, udp, sctp or dccp), for example "8080/tcp" or "6000-6010/udp"',
    ],
  ],
  [
    "a range from back to front",
    { firewalldPorts: ["90-80/tcp"] },
    [
      'error: firewalldPorts[0]: "90-80/tcp" is not a port or range with its protocol (tcp, udp, sctp or dccp), for example "8080/tcp" or "6000-6010/udp"',
    ],
  ],
  [
    "a port twice",
    { firewalldPorts: ["80/tcp", "80/tcp"] },
    ['error: firewalldPorts[1]: "80/tcp" is here twice; keep one of them'],
  ],
];

describe("the network", () => {
  test.each(cases)("%s", (_label, input, expected) => {
    const { problems } = read({ login: "rocky", ...input });
    expect(problems.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`)).toEqual(expected);
  });
});
