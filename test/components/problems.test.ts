// SPDX-License-Identifier: Apache-2.0
// What is wrong with arguments, without a host that is made of them.
import { awsHostProblems, gcpHostProblems, localHostProblems, type Problem } from "../../components/problems";

const codes = (problems: Problem[]) => problems.map(({ code }) => code).sort();
/** One for its name, one in an argument of every host. */
const wrong = { users: [{ name: "A" }], ttlMinutes: 3 };

test("nothing is wrong with right arguments", () => {
  expect(awsHostProblems({ sshIngressCidrs: ["203.0.113.0/24"] })).toEqual([]);
  expect(gcpHostProblems("web", { sshSourceRanges: ["203.0.113.0/24"] })).toEqual([]);
  expect(localHostProblems({ image: { name: "Rocky 9.8", disk: "/images/rocky.qcow2" } })).toEqual([]);
});

test("each problem has a code: of one argument, of the guest's, and of what does not belong together", () => {
  expect(codes(awsHostProblems({ ...wrong, diskGiB: 1, rotateImage: "a", amiId: "ami-1" }))).toEqual([
    "diskGiB",
    "rotateImage",
    "sshIngressCidrs/missing",
    "ttlMinutes",
    "users/name",
  ]);
  expect(codes(gcpHostProblems("Web", { ...wrong, diskGiB: 1, rotateImage: "a", image: "p/i" }))).toEqual([
    "diskGiB",
    "name",
    "rotateImage",
    "sshSourceRanges/missing",
    "ttlMinutes",
    "users/name",
  ]);
  const image = { name: "Rocky 9.8", disk: "/images/rocky.qcow2", initrd: "/images/initrd" };
  expect(codes(localHostProblems({ ...wrong, cpus: 0, image }))).toEqual([
    "cpus",
    "image/initrd",
    "ttlMinutes",
    "users/name",
  ]);
});

test("a rule of one argument has the same code on each platform", () => {
  const everywhere = ["0.0.0.0/0"];
  expect(codes(awsHostProblems({ sshIngressCidrs: everywhere }))).toEqual(["ssh/open-to-the-world"]);
  expect(codes(gcpHostProblems("web", { sshSourceRanges: everywhere }))).toEqual(["ssh/open-to-the-world"]);
});
