// SPDX-License-Identifier: Apache-2.0
// A line for each test as soon as it has ended. Jest's own reporter says nothing before a whole file has, and the files
// that boot machines take many minutes.
export default class Progress {
  ended = 0;

  onTestCaseResult(_file, { title, status, duration }) {
    this.ended += 1;
    const sign = { passed: "✔", failed: "✘" }[status] ?? "-";
    process.stderr.write(`${sign} ${this.ended}. ${title} [${Math.round((duration ?? 0) / 1000)}s]\n`);
  }
}
