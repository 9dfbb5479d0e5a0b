// SPDX-License-Identifier: Apache-2.0
import { timed } from "../../../tools/cli/clock";
import { phase, plainWords } from "../../../tools/progress/plain-words";

test.each([
  [" +  command:local:Command docker-host-machine creating (0s)", "making the machine"],
  [" ~  command:local:Command docker-host-machine updating (1s) [diff: ~environment]", "starting the machine"],
  ["++  command:local:Command docker-host-machine creating replacement (1s)", "making the machine"],
  [
    "+-  command:local:Command docker-host-health-check creating replacement (9s) booting: no answer",
    "booting: no answer",
  ],
  [" -  command:local:Command docker-host-machine deleting (3s)", "removing the machine"],
  [" +  command:local:Command docker-host-health-check creating (12s)", "booting"],
  [" +  command:local:Command docker-host-health-check creating (12s) booting: no answer", "booting: no answer"],
  [
    " +  command:local:Command docker-host-health-check creating (2s) booting (limit 300 s); its console: tail -f /a b/c.log",
    "booting (limit 300 s)",
  ],
  [
    " ~  command:local:Command docker-host-health-check updating (45s) [diff: ~stdin]; installing Docker: packages (limit 600 s)",
    "installing Docker: packages (limit 600 s)",
  ],
])("%j is for people: %j", (line, words) => {
  expect(plainWords(line)).toBe(words);
});

test.each([
  "Updating (start):",
  "",
  " +  pulumi:pulumi:Stack docker-host-start creating (1s)",
  " +  command:local:Command docker-host-machine created (4s)",
  " -  command:local:Command docker-host-health-check deleting (0s)",
])("%j says nothing to a person", (line) => {
  expect(plainWords(line)).toBeUndefined();
});

test.each([
  ["booting", 34.4, "booting (34 s)"],
  ["installing Docker: packages (limit 600 s)", 80, "installing Docker: packages (80 s; limit 600)"],
])("%j has one clock", (words, seconds, shown) => {
  expect(timed(words, seconds)).toBe(shown);
});

test("the clock goes on while only the details change", () => {
  expect(phase("booting: connection refused")).toBe(phase("booting (limit 300 s)"));
  expect(phase("[===   ] 12 % of 646 MB")).toBe(phase("[=====  ] 34 % of 646 MB"));
  expect(phase("checking: 14 of 27, configuration")).toBe(phase("checking: 15 of 27, storage"));
  expect(phase("installing Docker: packages")).not.toBe(phase("checking: 1 of 27, install"));
});
