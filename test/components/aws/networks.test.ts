// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { awsHostProblems } from "../../../components/aws/problems";

const cidr = `is not a network in CIDR form, for example`;
const open = `lets everybody try SSH; name the networks that need it, or set allowSshFromAnywhere to true if that is what you want`;
const bits = "has bits behind its prefix; use";
const refused =
  "is not at most 255 of the characters that AWS allows there: letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*";
const unordered = (toPort: number, port: string) =>
  `${toPort} is before port, which is ${port}; a range begins at port`;
const twice = "is here twice; keep one of them";
const anywhere = { cidrs: ["0.0.0.0/0"] };
const office = { cidrs: ["203.0.113.0/24"] };
const description = "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";

function found(args: Record<string, unknown>) {
  return awsHostProblems({ sshIngressCidrs: [], ...args }).map(({ severity, path, message }) => [
    severity,
    path,
    message,
  ]);
}

describe("a network for SSH", () => {
  test.each<[unknown, string]>([
    ["203.0.113.7", `"203.0.113.7" ${cidr} "203.0.113.7/32"`],
    ["2001:db8::7", `"2001:db8::7" ${cidr} "2001:db8::7/128"`],
    ["office", `"office" ${cidr} "203.0.113.0/24"`],
    [7, `7 ${cidr} "203.0.113.0/24"`],
    ["203.0.113.77/24", `"203.0.113.77/24" ${bits} "203.0.113.0/24"`],
    ["203.0.113.77/31", `"203.0.113.77/31" ${bits} "203.0.113.76/31"`],
    ["172.31.254.255/12", `"172.31.254.255/12" ${bits} "172.16.0.0/12"`],
    ["0.0.0.1/0", `"0.0.0.1/0" ${bits} "0.0.0.0/0"`],
    ["0.0.0.0/0", `"0.0.0.0/0" ${open}`],
    ["2001:db8::7/64", `"2001:db8::7/64" ${bits} "2001:db8::/64"`],
    ["2001:db8:1:2:3:4:5:6/64", `"2001:db8:1:2:3:4:5:6/64" ${bits} "2001:db8:1:2::/64"`],
    ["128.0.0.0/1", `"128.0.0.0/1" ${open}`],
    ["12.0.0.0/7", `"12.0.0.0/7" ${open}`],
    ["::/0", `"::/0" ${open}`],
    ["fd00::/8", `"fd00::/8" ${open}`],
    ["2002::/15", `"2002::/15" ${open}`],
  ])("%j is refused", (network, message) => {
    expect(found({ sshIngressCidrs: ["203.0.113.0/24", network] })).toEqual([["error", "sshIngressCidrs[1]", message]]);
  });

  test.each([
    ...["203.0.113.7/32", "203.0.113.76/31", "172.16.0.0/12", "10.0.0.0/8"],
    ...["2001:db8::7/128", "2001:db8::/64", "2001:0DB8:0:0::/64", "2002::/16"],
  ])("%s is taken", (network) => {
    expect(found({ sshIngressCidrs: [network] })).toEqual([]);
  });

  test("may be any, where that is acknowledged", () => {
    const rules = { sshIngressCidrs: ["0.0.0.0/0", "::/0"], ingress: [{ protocol: "all", cidrs: ["0.0.0.0/0"] }] };
    expect(found({ ...rules, allowSshFromAnywhere: true })).toEqual([]);
    expect(found({ ...rules, allowSshFromAnywhere: "yes" }).map(([, path]) => path)).toEqual([
      ...["sshIngressCidrs[0]", "sshIngressCidrs[1]", "allowSshFromAnywhere", "ingress[0].cidrs[0]"],
    ]);
  });

  test("that is known late is not looked at now", () => {
    const late = ["everywhere", "everywhere"].map((text) => pulumi.output(text));
    expect(found({ sshIngressCidrs: [...late, Promise.resolve("everywhere")], egress: [{ cidrs: late }] })).toEqual([]);
  });
});

describe("a rule", () => {
  test.each([
    ["of each port of TCP", anywhere],
    ["of its port", { port: 22, ...anywhere }],
    ["of a range in which it is", { port: 20, toPort: 25, ...anywhere }],
    ["of a range that ends with it", { port: 0, toPort: 22, ...anywhere }],
    ["of a range that begins with it", { port: 22, toPort: 23, ...anywhere }],
    ["of everything", { protocol: "all", ...anywhere }],
  ])("%s opens SSH, and not to everybody", (_what, rule) => {
    expect(found({ ingress: [{ port: 443, cidrs: [] }, rule] })).toEqual([
      ["error", "ingress[1].cidrs[0]", `"0.0.0.0/0" ${open}`],
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ["of other ports", { ingress: [{ port: 443, ...anywhere }] }],
    ["of the ports below that of SSH", { ingress: [{ port: 0, toPort: 21, ...anywhere }] }],
    ["of the ports above that of SSH", { ingress: [{ port: 23, toPort: 65_535, ...anywhere }] }],
    ["of another protocol with ports", { ingress: [{ protocol: "udp", port: 22, ...anywhere }] }],
    ["of a ping", { ingress: [{ protocol: "icmp", ...anywhere }] }],
    ["that goes out", { egress: [anywhere, { port: 22, cidrs: ["::/0"] }] }],
  ])("%s may be for everybody", (_what, args) => {
    expect(found(args)).toEqual([]);
  });

  test.each<[string, string, Record<string, unknown>]>([
    ["protocol", `"sctp" is none of "tcp", "udp", "icmp", "icmpv6", "all"`, { protocol: "sctp" }],
    ["port", "-1 is not a port from 0 to 65535", { port: -1 }],
    ["port", "1.5 is not a port from 0 to 65535", { protocol: "udp", port: 1.5 }],
    ["port", "65536 is not a port from 0 to 65535", { port: 65_536 }],
    ["port", `"80" is not a port from 0 to 65535`, { port: "80" }],
    ["toPort", "65536 is not a port from 0 to 65535", { port: 80, toPort: 65_536 }],
    ["port", `is for tcp and udp, and protocol is "all"; remove it`, { protocol: "all", port: 1 }],
    ["port", `is for tcp and udp, and protocol is "icmp"; remove it`, { protocol: "icmp", port: 1 }],
    ["toPort", unordered(79, "80"), { port: 80, toPort: 79 }],
    ["toPort", unordered(79, "nothing"), { toPort: 79 }],
    ["description", `"it's" ${refused}`, { description: "it's" }],
    ["description", `"'it" ${refused}`, { description: "'it" }],
    ["description", `"it\\nis" ${refused}`, { description: "it\nis" }],
  ])("is refused for its %s: %s", (name, message, rule) => {
    for (const direction of ["ingress", "egress"]) {
      expect(found({ [direction]: [{ ...rule, cidrs: [] }] })).toEqual([["error", `${direction}[0].${name}`, message]]);
    }
  });

  test("has a description of 255 characters at most", () => {
    const path = ([, where]: string[]) => where;
    expect(found({ egress: [{ cidrs: [], description: "a".repeat(256) }] }).map(path)).toEqual([
      "egress[0].description",
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ["the least port and the greatest", { port: 0, toPort: 65_535 }],
    ["one port, said twice", { port: 80, toPort: 80 }],
    ["ports of UDP", { protocol: "udp", port: 1, toPort: 9 }],
    ["no ports where there are none", { protocol: "icmpv6" }],
    ["a description of each character that AWS takes", { description }],
    ["an empty description", { description: "" }],
    ["a long description", { description: "a".repeat(255) }],
  ])("may have %s", (_what, rule) => {
    expect(found({ egress: [{ ...rule, cidrs: [] }] })).toEqual([]);
  });

  test("has networks that are looked at", () => {
    expect(found({ egress: [{ cidrs: ["10.0.0.0/8", "all"] }] })).toEqual([
      ["error", "egress[0].cidrs[1]", `"all" ${cidr} "203.0.113.0/24"`],
    ]);
  });
});

describe("the same network twice", () => {
  test.each<[string, Record<string, unknown>]>([
    ["sshIngressCidrs[1]", { sshIngressCidrs: [...office.cidrs, ...office.cidrs] }],
    ["ingress[0].cidrs[0]", { sshIngressCidrs: office.cidrs, ingress: [{ port: 22, ...office }] }],
    ["ingress[1].cidrs[0]", { ingress: [office, { protocol: "tcp", ...office }] }],
    [
      "egress[1].cidrs[0]",
      {
        egress: [
          { port: 1, ...office },
          { port: 1, toPort: 1, ...office },
        ],
      },
    ],
  ])("is refused: %s", (path, args) => {
    expect(found(args)).toEqual([["error", path, `"203.0.113.0/24" ${twice}`]]);
  });

  test("is refused in another notation as well", () => {
    expect(found({ sshIngressCidrs: ["2001:db8::/64", "2001:0DB8:0000::/64"] })).toEqual([
      ["error", "sshIngressCidrs[1]", `"2001:0DB8:0000::/64" ${twice}`],
    ]);
  });

  test("is not looked for in rules that cannot be read", () => {
    const ingress = ["80", "80"].map((port) => ({ port, ...office }));
    expect(found({ ingress }).map(([, path]) => path)).toEqual(["ingress[0].port", "ingress[1].port"]);
  });

  test("is taken in rules that differ", () => {
    const rules = [
      { port: 1 },
      { port: 1, toPort: 2 },
      { port: 2 },
      { protocol: "udp", port: 1 },
      { protocol: "all" },
      {},
    ];
    const ingress = rules.map((rule) => ({ ...rule, ...office }));
    const egress = [{ port: 22, ...office }];
    expect(found({ sshIngressCidrs: office.cidrs, ingress, egress })).toEqual([]);
  });
});
