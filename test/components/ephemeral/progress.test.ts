// SPDX-License-Identifier: Apache-2.0
import { isProgress, Progress } from "../../../components/ephemeral/progress";

function said(...lines: string[]): string[] {
  const progress = new Progress();
  return lines.flatMap((line) => progress.line(line) ?? []);
}
const check = " +  command:local:Command web-health-check";

test("the begin and the end of each piece of work is said, once and without what it printed", () => {
  const machine = " +  command:local:Command web-machine";
  expect(
    said(
      `${machine} creating (0s)`,
      `${machine} creating (1s) web-57ccb27868c3c6f7`,
      `${machine} created (12s) web-57ccb27868c3c6f7`,
      " -  command:local:Command web-machine deleting (0s)",
      " -  command:local:Command web-machine deleted (0.18s)",
    ),
  ).toEqual([
    "web-machine creating",
    "web-machine created (12s)",
    "web-machine deleting",
    "web-machine deleted (0.18s)",
  ]);
});

test("what is only forgotten by the engine, such as an image, stays and is not said to be deleted", () => {
  const image = " -  gcp:compute:Image image-image";
  expect(said(`${image} deleting (0s)[retain] `, `${image} deleted (0.02s)[retain] `)).toEqual(["image-image stays"]);
});

test("components, what is kept in the state, and the stack itself are not work", () => {
  expect(
    said(
      " +  pulumi:pulumi:Stack ephemeral-ephemeral-20261124t180000z-1f0c6b3a creating (0s)",
      " +  pulumi-docker-host:index:LocalDockerHost web creating (0s)",
      " +  pulumi:index:Stash web-host-key created (0.00s)",
    ),
  ).toEqual([]);
});

test("of a long one, what it is at is said each half minute", () => {
  const seconds = Array.from({ length: 100 }, (_, second) => second);
  expect(said(...seconds.map((second) => `${check} creating (${second}s) install: stage packages`))).toEqual([
    "web-health-check creating",
    "web-health-check creating (30s): install: stage packages",
    "web-health-check creating (60s): install: stage packages",
    "web-health-check creating (90s): install: stage packages",
  ]);
});

test("a failure is said, and why it failed is the error's to say", () => {
  expect(said(`${check} creating (0s)`, `${check} **creating failed** (20s) error: stage daemon failed`)).toEqual([
    "web-health-check creating",
    "web-health-check creating failed (20s)",
  ]);
});

test.each([
  "Updating (ephemeral-20261124t180000z-1f0c6b3a):",
  " @ updating.....",
  "    pulumi:pulumi:Stack ephemeral-x  2 warnings",
  " +  command:local:Command web-machine creating (0s) warning: using pulumi-resource-command from $PATH at /tmp",
  "",
])("%j says nothing", (line) => {
  const progress = new Progress();
  progress.line(" +  command:local:Command web-machine creating (0s)");
  expect(progress.line(line)).toBeUndefined();
});

test("the engine is at work from its first line about a resource on", () => {
  expect(isProgress("Updating (x):")).toBe(false);
  expect(isProgress(" +  pulumi:pulumi:Stack ephemeral-x creating (0s)")).toBe(true);
});
