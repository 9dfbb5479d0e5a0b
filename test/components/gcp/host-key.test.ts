// SPDX-License-Identifier: Apache-2.0
import { Instance } from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";

import { hostKeyLine, poll, publishedHostKey, settled } from "../../../components/gcp/host-key";
import { makeKeyPair } from "../../../components/key-pair";
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

describe("a key that was found", () => {
  /** The answers after the first, `a`. */
  const kept = async (...answers: (string | Error)[]) => {
    let pauses = 0;
    const read = () => {
      const answer = answers[pauses - 1] ?? "";
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    const value = await settled(read, "a", "hostkeys/ssh-ed25519", () => {
      pauses++;
      return Promise.resolve();
    });
    return { value, pauses };
  };

  test("is kept where it is still there after a while", async () => {
    expect(await kept("a")).toEqual({ value: "a", pauses: 1 });
  });

  test("gives way to a later one, which has to stay as well", async () => {
    expect(await kept("b", "b")).toEqual({ value: "b", pauses: 2 });
    expect(await kept("b", "a", "c", "c")).toEqual({ value: "c", pauses: 4 });
  });

  test("is not lost to an answer that fails", async () => {
    expect(await kept(new Error("503"), "", "a")).toEqual({ value: "a", pauses: 3 });
    expect(await kept(new Error("503"), "b", "b")).toEqual({ value: "b", pauses: 3 });
  });

  test("is not taken where none stays", async () => {
    await expect(kept("b", "c", "d", "e", "f", "g", "g")).rejects.toThrow(
      `the guest attribute hostkeys/ssh-ed25519 was not the same in any two readings 20 s apart; let either cloud-init or Google's agent ([InstanceSetup] set_host_keys) make the machine's keys, or set hostKeyFrom to "injected" or "unchecked"`,
    );
  });
});

describe("what was published", () => {
  test.each([ownHostKey.split(" ")[1] ?? "", ownHostKey, ` ${ownHostKey.split(" ")[1]}\n`])("%j is a key", (text) => {
    expect(hostKeyLine(text)).toBe(ownHostKey);
  });

  test("is a key of type ecdsa where the machine is to have one, and not where it is not", () => {
    const line = makeKeyPair("", "ecdsa").publicKey.trim();
    for (const text of [line, line.split(" ")[1] ?? ""]) expect(hostKeyLine(text, "ecdsa")).toBe(line);
    expect(() => hostKeyLine(line)).toThrow("the guest attribute hostkeys/ssh-ed25519 holds no ed25519 key");
    expect(() => hostKeyLine(ownHostKey, "ecdsa")).toThrow("hostkeys/ecdsa-sha2-nistp256 holds no ecdsa key");
  });

  test.each(["", "AAAA", "ssh-rsa AAAA", "<html>"])("%j is none", (text) => {
    expect(() => hostKeyLine(text)).toThrow(
      'the guest attribute hostkeys/ssh-ed25519 holds no ed25519 key; look at what writes it on the machine, or set hostKeyFrom to "injected" or "unchecked"',
    );
  });
});

describe("the key of a machine", () => {
  const otherKey = loginKey.publicKey.split(" ").slice(0, 2).join(" ");
  const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
  afterEach(() => jest.restoreAllMocks());

  /** A program with an instance of that age, and how often Google was asked for its key, without real pauses. */
  async function keyOf(
    created: string | undefined,
    call: Reply,
    {
      preview = false,
      args = { image: "p/i" },
      currentStatus = "RUNNING",
    }: { preview?: boolean; args?: { image?: string }; currentStatus?: string } = {},
  ) {
    let [asked, questions] = [0, [] as unknown[]];
    const pauses: number[] = [];
    const wait = (seconds: number) => {
      pauses.push(seconds);
      return new Promise<void>(setImmediate);
    };
    const program = await RecordedProgram.start(
      ({ inputs, type }) =>
        type.startsWith("gcp:") ? { ...instanceState(inputs), creationTimestamp: created, currentStatus } : {},
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
    const machine = { zone: "europe-west1-b", machineType: "e2-medium", networkInterfaces: [{ accessConfigs: [] }] };
    const instance = new Instance("web-machine", { ...machine, bootDisk: {} }, { parent });
    const { hostKey: key, hostKeyCommand } = publishedHostKey(
      parent,
      "web",
      instance,
      { health: { ssh: 20 }, ...args },
      wait,
    );
    const settled = new Promise<unknown>((resolve) => {
      const failed = (reason: unknown) => resolve(reason);
      process.once("unhandledRejection", failed);
      pulumi.output(key).apply((value) => {
        process.off("unhandledRejection", failed);
        resolve(value);
      });
    });
    return { program, settled, asked: () => asked, pauses, questions: () => questions, hostKeyCommand };
  }

  const nothingYet = () => ({ variableValue: "" });

  test("is read from Google twice where the image may have cloud-init, and kept until the machine is another one", async () => {
    const { program, settled, questions, pauses } = await keyOf(secondsAgo(1), () => ({ variableValue: ownHostKey }));
    expect(await settled).toBe(ownHostKey);
    const question = { name: "web-machine-1f2e3d4", zone: "europe-west1-b", project: "my-project" };
    const variableKey = "hostkeys/ssh-ed25519";
    expect(questions()).toEqual([
      { ...question, variableKey },
      { ...question, variableKey },
    ]);
    expect(pauses).toEqual([20]);
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
    expect(pauses).toEqual([5, 5, 20]);
  });

  test("is the one of Google's agent on an image whose cloud-init publishes another before it", async () => {
    let calls = 0;
    const { program, settled, pauses } = await keyOf(secondsAgo(1), () => ({
      variableValue: ++calls === 1 ? otherKey : ownHostKey,
    }));
    expect(await settled).toBe(ownHostKey);
    expect(program.find("web-public-host-key").inputs).toEqual({ input: ownHostKey });
    expect(pauses).toEqual([20, 20]);
  });

  test.each([
    ["was made long ago", secondsAgo(3600), { image: "p/i" }],
    ["is from Google's own image, which has no cloud-init", secondsAgo(1), {}],
  ])("is read once of a machine that %s", async (_what, created, args) => {
    const { settled, asked, pauses } = await keyOf(created, () => ({ variableValue: ownHostKey }), { args });
    expect([await settled, asked(), pauses]).toEqual([ownHostKey, 1, []]);
  });

  test("is read once more by a command that can be pasted", async () => {
    const { settled, hostKeyCommand } = await keyOf(secondsAgo(3600), () => ({ variableValue: ownHostKey }));
    await settled;
    const command = await new Promise((resolve) => pulumi.output(hostKeyCommand).apply(resolve));
    expect(command).toMatch(
      /^pulumi up --stack stack --replace 'urn:pulumi:stack::project::test:index:Host\$pulumi:index:Stash::web-public-host-key'$/,
    );
  });

  test("that the state has counts, also where another is published by now", async () => {
    const program = await RecordedProgram.start(
      ({ type, inputs }) => (type.startsWith("gcp:") ? instanceState(inputs) : { output: ownHostKey }),
      { call: () => ({ variableValue: otherKey }) },
    );
    const parent = new pulumi.ComponentResource("test:index:Host", "web");
    const args = { zone: "z", machineType: "m", networkInterfaces: [], bootDisk: {} };
    const { hostKey } = publishedHostKey(parent, "web", new Instance("web-machine", args), {});
    expect(await new Promise((resolve) => pulumi.output(hostKey).apply(resolve))).toBe(ownHostKey);
    expect(program.find("web-public-host-key").inputs).toEqual({ input: otherKey });
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

  test.each([1, 3600])("of a machine of %i s that is off is not asked for, and stays as it is", async (age) => {
    const { program, settled, asked } = await keyOf(secondsAgo(age), nothingYet, { currentStatus: "TERMINATED" });
    expect([await settled, asked()]).toEqual(["", 0]);
    expect(program.find("web-public-host-key").inputs).toEqual({});
  });

  test("stays where somebody on a machine that was made long ago publishes what is none: no update fails for that", async () => {
    const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    const { program, settled } = await keyOf(secondsAgo(3600), () => ({ variableValue: "no key" }));
    expect(await settled).toBe("");
    expect(program.find("web-public-host-key").inputs).toEqual({});
    expect(warn.mock.calls[0]?.[0]).toMatch(/holds no ed25519 key; .* stays in use$/);
  });

  test("is not waited for in a preview", async () => {
    const { program, asked } = await keyOf(secondsAgo(1), nothingYet, { preview: true });
    while (program.registrations.length < 3) await new Promise(setImmediate);
    expect(program.find("web-public-host-key").inputs.input).toBe("(read from the machine during the update)");
    expect(asked()).toBe(0);
  });
});
