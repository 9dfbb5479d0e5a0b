// SPDX-License-Identifier: Apache-2.0
import { Instance } from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";

import { hostKeyLine, poll, publishedHostKey } from "../../../components/gcp/host-key";
import { RecordedProgram, type Reply } from "../recorded-program";
import { instanceState, loginKey, ownHostKey } from "./host-under-test";

describe("asking", () => {
  const asked = async (answers: (string | undefined | Error)[], tries: number) => {
    let [calls, pauses] = [0, 0];
    const read = () => {
      const answer = answers[calls++];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    const result = await poll(read, tries, () => {
      pauses++;
      return Promise.resolve();
    });
    return { result, calls, pauses };
  };

  test("ends with the first answer", async () => {
    expect(await asked(["key"], 3)).toEqual({ result: { value: "key" }, calls: 1, pauses: 0 });
    expect(await asked(["", undefined, "key", "more"], 9)).toEqual({ result: { value: "key" }, calls: 3, pauses: 2 });
  });

  test("ends with the last try, and does not wait after it", async () => {
    expect(await asked(["", "", "", "key"], 3)).toEqual({ result: {}, calls: 3, pauses: 2 });
  });

  test("goes on after an error, and says the last one", async () => {
    const [first, last] = [new Error("not found"), new Error("permission denied")];
    expect(await asked([first, "key"], 3)).toEqual({ result: { value: "key" }, calls: 2, pauses: 1 });
    expect(await asked([first, last], 2)).toEqual({ result: { reason: "permission denied" }, calls: 2, pauses: 1 });
    expect(await asked([first, ""], 2)).toEqual({ result: {}, calls: 2, pauses: 1 });
  });
});

describe("what was published", () => {
  test.each([ownHostKey.split(" ")[1] ?? "", ownHostKey, ` ${ownHostKey.split(" ")[1]}\n`])("%j is a key", (text) => {
    expect(hostKeyLine(text)).toBe(ownHostKey);
  });

  test.each(["", "AAAA", "ssh-rsa AAAA", "<html>"])("%j is none", (text) => {
    expect(() => hostKeyLine(text)).toThrow(
      'the guest attribute hostkeys/ssh-ed25519 holds no ed25519 key; look at what writes it on the machine, or set hostKeyFrom to "injected" or "unchecked"',
    );
  });
});

describe("the key of a machine", () => {
  const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
  afterEach(() => jest.restoreAllMocks());

  /** A program with an instance of that age, and how often Google was asked for its key, without real pauses. */
  async function keyOf(created: string | undefined, call: Reply, preview = false) {
    let [asked, questions] = [0, [] as unknown[]];
    const pauses: unknown[] = [];
    const real = setTimeout;
    jest.spyOn(global, "setTimeout").mockImplementation(((run: () => void, ms?: number) => {
      if (ms !== 5000) return real(run, ms);
      pauses.push(ms);
      return setImmediate(run);
    }) as unknown as typeof setTimeout);
    const program = await RecordedProgram.start(
      ({ inputs, type }) => (type.startsWith("gcp:") ? { ...instanceState(inputs), creationTimestamp: created } : {}),
      {
        preview,
        call: (question) => {
          asked++;
          questions = [...questions, question.inputs];
          return call(question);
        },
      },
    );
    const parent = new pulumi.ComponentResource("test:index:Host", "web");
    const args = { zone: "europe-west1-b", machineType: "e2-medium", networkInterfaces: [{ accessConfigs: [] }] };
    const instance = new Instance("web-machine", { ...args, bootDisk: {} }, { parent });
    const key = publishedHostKey(parent, "web", instance, 20);
    const settled = new Promise<unknown>((resolve) => {
      const failed = (reason: unknown) => resolve(reason);
      process.once("unhandledRejection", failed);
      key.apply((value) => {
        process.off("unhandledRejection", failed);
        resolve(value);
      });
    });
    return { program, settled, asked: () => asked, pauses, questions: () => questions };
  }

  const nothingYet = () => ({ variableValue: "" });

  test("is read from Google once, and kept until the machine is another one", async () => {
    const { program, settled, questions } = await keyOf(secondsAgo(1), () => ({ variableValue: ownHostKey }));
    expect(await settled).toBe(ownHostKey);
    expect(questions()).toEqual([
      {
        name: "web-machine-1f2e3d4",
        zone: "europe-west1-b",
        project: "my-project",
        variableKey: "hostkeys/ssh-ed25519",
      },
    ]);
    expect(program.find("web-public-host-key")).toMatchObject({
      inputs: { input: ownHostKey },
      ignoreChanges: ["input"],
      replacementTrigger: "4520031799277581759",
    });
  });

  test("that was published a little later is waited for", async () => {
    let calls = 0;
    const { settled, pauses } = await keyOf(secondsAgo(1), () => ({ variableValue: ++calls < 3 ? "" : ownHostKey }));
    expect(await settled).toBe(ownHostKey);
    expect(pauses).toEqual([5000, 5000]);
  });

  test("that the state has counts, also where another is published by now", async () => {
    const other = loginKey.publicKey.split(" ").slice(0, 2).join(" ");
    const program = await RecordedProgram.start(
      ({ type, inputs }) => (type.startsWith("gcp:") ? instanceState(inputs) : { output: ownHostKey }),
      { call: () => ({ variableValue: other }) },
    );
    const parent = new pulumi.ComponentResource("test:index:Host", "web");
    const args = { zone: "z", machineType: "m", networkInterfaces: [], bootDisk: {} };
    const key = publishedHostKey(parent, "web", new Instance("web-machine", args), 20);
    expect(await new Promise((resolve) => key.apply(resolve))).toBe(ownHostKey);
    expect(program.find("web-public-host-key").inputs).toEqual({ input: other });
  });

  test.each([
    ["was made long ago and is stopped", secondsAgo(3600)],
    ["is one of a test with Pulumi's mocks", undefined],
  ])("is asked for once where the machine %s, and nothing fails", async (_what, created) => {
    const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    const { program, settled, asked, pauses } = await keyOf(created, nothingYet);
    expect(await settled).toBe("");
    expect([asked(), pauses]).toEqual([1, []]);
    // So the engine keeps what it has, and refuses to begin without one.
    expect(program.find("web-public-host-key").inputs).toEqual({});
    expect(warn.mock.calls[0]?.[0]).toMatch(
      /^guest attributes of web-machine-1f2e3d4 cannot be read now: .*; the key that was read when the machine was made stays in use$/,
    );
  });

  test("is not waited for in a preview", async () => {
    const { program, asked } = await keyOf(secondsAgo(1), nothingYet, true);
    for (let turn = 0; turn < 50 && program.registrations.length < 3; turn++) await new Promise(setImmediate);
    expect(program.find("web-public-host-key").inputs.input).toBe("(read from the machine during the update)");
    expect(asked()).toBe(0);
  });
});
