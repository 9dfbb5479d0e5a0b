// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../../../../cloud-init";
import * as read from "../../../../components/arguments";
import { whenKnown } from "../../../../components/aws/validate/late";

// What is wrong with a value that is known late fails what is made of it, in a program of its own: failing-host.ts. Here
// stands in its place what would be said of it.
jest.mock("../../../../components/arguments", () => ({
  ...jest.requireActual<typeof read>("../../../../components/arguments"),
  checkedLater: (value: unknown, problems: (known: unknown) => Iterable<Problem>) => ({ value, problems }),
}));

interface Later {
  value: unknown;
  problems(known: unknown): Iterable<Problem>;
}
const paths = (later: unknown, known: unknown) => [...(later as Later).problems(known)].map(({ path }) => path);
const late = <T>(value: T) => pulumi.output(value);

test("a value that is known late is looked at then, by its path; a plain one stays as it is", () => {
  const [diskGiB, dockerUsers] = [late(20), late(["rocky"])];
  const args = whenKnown({ diskGiB, keyName: "mine", dockerUsers });
  expect(Object.keys(args)).toEqual(["diskGiB", "keyName", "dockerUsers"]);
  expect([args.keyName, args.dockerUsers, (args.diskGiB as unknown as Later).value]).toEqual([
    ...["mine", dockerUsers, diskGiB],
  ]);
  expect([paths(args.diskGiB, 20), paths(args.diskGiB, 1)]).toEqual([[], ["diskGiB"]]);
});

test("tags of which one is known late are looked at all together", () => {
  const { tags } = whenKnown({ tags: { team: late("a") } });
  expect([paths(tags, { team: "a" }), paths(tags, { "aws:x": "a" })]).toEqual([[], ["tags"]]);
});

test("a network that is known late is looked at then; a plain one stays as it is", () => {
  const rule = { port: 80, cidrs: ["10.0.0.0/8", late("x")] };
  const { sshIngressCidrs, ingress, egress } = whenKnown({
    ...{ sshIngressCidrs: ["10.0.0.0/8", late("x")], ingress: [rule], egress: [rule, rule] },
  });
  const lists = [sshIngressCidrs, ...[ingress, egress].flatMap((rules) => rules?.map(({ cidrs }) => cidrs))];
  expect(lists.map((cidrs) => cidrs?.[0])).toEqual(Array(4).fill("10.0.0.0/8"));
  expect(lists.map((cidrs) => paths(cidrs?.[1], "10.0.0.0/8"))).toEqual(Array(4).fill([]));
  expect(lists.flatMap((cidrs) => paths(cidrs?.[1], "everywhere"))).toEqual([
    ...["sshIngressCidrs[1]", "ingress[0].cidrs[1]", "egress[0].cidrs[1]", "egress[1].cidrs[1]"],
  ]);
  expect([ingress?.[0]?.port, egress?.[1]?.port]).toEqual([80, 80]);
});

test("everybody is let in to SSH only where that is acknowledged, and to other ports at will", () => {
  const cidrs = [late("0.0.0.0/0")];
  const args = {
    sshIngressCidrs: cidrs,
    ingress: [
      { port: 22, cidrs },
      { port: 443, cidrs },
    ],
    egress: [{ port: 22, cidrs }],
  };
  const refused = ({ sshIngressCidrs, ingress, egress }: ReturnType<typeof whenKnown>) =>
    [sshIngressCidrs, ...[ingress, egress].flatMap((rules) => rules?.map((rule) => rule.cidrs))].flatMap((list) =>
      paths(list?.[0], "0.0.0.0/0"),
    );
  expect(refused(whenKnown(args))).toEqual(["sshIngressCidrs[0]", "ingress[0].cidrs[0]"]);
  expect(refused(whenKnown({ ...args, allowSshFromAnywhere: true }))).toEqual([]);
});
