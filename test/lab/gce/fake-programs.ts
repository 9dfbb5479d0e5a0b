// SPDX-License-Identifier: Apache-2.0
// `node:child_process` for tests without machines: `jest.mock("node:child_process", () => require("./fake-programs").programs)`.

/** Starts programs as ever, but for qemu-img, which has nothing to say. */
export const programs = {
  ...jest.requireActual<object>("node:child_process"),
  execFile: (_file: string, _args: string[], done: (error: null, output: object) => void) => done(null, {}),
};
