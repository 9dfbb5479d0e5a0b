// SPDX-License-Identifier: Apache-2.0
import { architecture, smallMemory } from "../../../components/aws/machine-type";

// https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
test.each([
  ...["a1.medium", "t4g.small", "m6g.large", "m7gd.metal", "c7gn.xlarge", "c6gd.large", "r8g.large", "x2gd.medium"],
  ...[
    "im4gn.large",
    "is4gen.medium",
    "i4g.large",
    "i8ge.large",
    "g5g.xlarge",
    "hpc7g.4xlarge",
    "x8g.large",
    "m10g.large",
  ],
])("%s has a Graviton processor", (instanceType) => {
  expect(architecture(instanceType)).toBe("arm64");
});

test.each([
  ...["t2.micro", "t3.small", "t3a.small", "m5.large", "m6i.large", "m7a.large", "c7i-flex.large", "g4dn.xlarge"],
  ...["g4ad.xlarge", "g6.xlarge", "g6e.xlarge", "gr6.4xlarge", "p5en.48xlarge", "inf2.xlarge", "u7i-12tb.224xlarge"],
  ...[
    "u-6tb1.56xlarge",
    "z1d.large",
    "hpc6a.48xlarge",
    "i4i.large",
    "d3en.xlarge",
    "vt1.3xlarge",
    "x2iedn.xlarge",
    "u-m7g.large",
  ],
])("%s has a processor of Intel or AMD", (instanceType) => {
  expect(architecture(instanceType)).toBe("x86_64");
});

test("too little memory is known of the types that have it", () => {
  expect(["t3.nano", "t4g.micro"].map(smallMemory)).toEqual([512, 1024]);
  for (const other of ["t3.small", "m7g.medium", "u-t3.nano", "t3.nano-flex"])
    expect(smallMemory(other)).toBeUndefined();
});
