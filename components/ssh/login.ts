// SPDX-License-Identifier: Apache-2.0
import { setTimeout as pause } from "node:timers/promises";

import { type AnyAuthMethod, type AuthHandlerMiddleware, Client } from "ssh2";

import type { Steps } from "./connection";
import type { Credentials } from "./credentials";
import { firstLine, type SshFailure } from "./failure";
import { fingerprint } from "./host-key";
import * as reasons from "./no-login";
import type { Way } from "./stream";
import { within } from "./within";

/** Speaks SSH until the login is accepted. Each step has its own limit and its own failure. @throws SshFailure */
export async function login(way: Way, own: Credentials, steps: Steps, signal: AbortSignal): Promise<Client> {
  const talk = new Talk(way, own, steps);
  try {
    // A program has to connect in that time as well.
    const [first, silent] = way.command
      ? [steps.tcp + steps.banner, way.command.silent]
      : [steps.banner, reasons.silentPort];
    await within(first, signal, silent, (done, fail) => talk.start(done, fail));
    await within(steps.handshake, signal, () => reasons.handshakeStalls(talk.banner), talk.wait("handshake"));
    await within(steps.login, signal, () => reasons.loginStalls(talk.seen), talk.wait("ready"));
    return talk.client;
  } catch (error) {
    talk.client.destroy();
    way.stream.destroy();
    throw error;
  }
}

/** Events of ssh2: the keys are agreed on, the login is accepted. */
type Step = "handshake" | "ready";

/** What happens between connection and login, and what was seen of it. */
class Talk {
  readonly client = new Client();
  banner = "";
  readonly seen: reasons.LoginSeen;
  private shown = "";
  private readonly reached = new Set<Step>();
  private waiting: { step: Step; done: () => void } | undefined;
  private failure: SshFailure | undefined;
  private fail: (error: Error) => void = () => {};

  constructor(
    private readonly way: Way,
    private readonly own: Credentials,
    private readonly steps: Steps,
  ) {
    this.seen = { user: own.user, keyType: own.key?.type, tried: [], offered: [], notice: "" };
  }

  /** Calls `done` when the server has said that it speaks SSH. */
  start(done: () => void, fail: (error: Error) => void): void {
    const { client, own, way } = this;
    this.fail = fail;
    client.on("error", (error: Error & { level?: string }) => this.end(error));
    client.on("close", () => this.end(new Error("")));
    client.on("banner", (text) => (this.seen.notice = firstLine(text)));
    client.on("handshake", () => this.reach("handshake")).on("ready", () => this.reach("ready"));
    way.stream.once("end", () => this.end(new Error(""))).once("close", () => this.end(new Error("")));
    way.stream.once("data", (data: Buffer) => {
      const said = firstLine(data.toString("latin1"));
      if (!data.includes("SSH-")) {
        this.end(new Error(""), reasons.turnedAway(said) ?? way.command?.says(said) ?? reasons.notSsh(said));
        return;
      }
      this.banner = said;
      done();
    });
    client.connect({
      sock: way.stream,
      username: own.user,
      readyTimeout: 0,
      keepaliveInterval: (this.steps.silence / 4) * 1000,
      keepaliveCountMax: 3,
      authHandler: this.inOrder(),
      hostVerifier: (key: Buffer) => {
        this.shown = fingerprint(key);
        return own.pinned?.isKey(key) ?? true;
      },
      ...(own.pinned && { algorithms: { serverHostKey: own.pinned.algorithms } }),
    });
  }

  wait(step: Step): (done: () => void, fail: (error: Error) => void) => void {
    return (done, fail) => {
      this.fail = fail;
      if (this.failure) fail(this.failure);
      else if (this.reached.has(step)) done();
      else this.waiting = { step, done };
    };
  }

  private reach(step: Step): void {
    this.reached.add(step);
    if (this.waiting?.step === step) this.waiting.done();
  }

  /** Only the first error counts: others follow from it. */
  private end(error: Error & { level?: string }, known?: SshFailure): void {
    if (this.failure) return;
    const seen = (this.failure = known ?? this.explain(error));
    const { command } = this.way;
    // We hang up then, and a command ends for that alone.
    const isKnown = error.level === "client-authentication" || /verification failed|no matching/i.test(error.message);
    if (known !== undefined || isKnown || !command) this.fail(seen);
    // A command may say why only a moment after its output has ended.
    else void Promise.race([command.ended, pause(1000, seen, { ref: false })]).then((best) => this.fail(best));
  }

  private explain({ message, level }: Error & { level?: string }): SshFailure {
    const { own, shown, banner, seen } = this;
    if (level === "client-authentication") return reasons.refusedLogin(seen);
    if (/verification failed/i.test(message)) return reasons.otherHostKey(shown, own.pinned?.fingerprint ?? "");
    if (own.pinned && /no matching host key format/i.test(message))
      return reasons.otherKindOfHostKey(own.pinned.type, own.pinned.fingerprint);
    if (banner === "") return reasons.closedPort();
    if (this.reached.has("handshake")) return reasons.loginBroken(seen);
    return reasons.handshakeBroken(banner, /lost before handshake/i.test(message) ? "" : firstLine(message));
  }

  /** Tries each way to log in that we have and the server takes, once. */
  private inOrder(): AuthHandlerMiddleware {
    const { seen } = this;
    const ways = methods(this.own);
    return (offered: string[] | null, _partial, next) => {
      if (offered) seen.offered = offered;
      const found = ways.findIndex(({ type }) => offered?.includes(type === "agent" ? "publickey" : type));
      const [method] = found < 0 ? [] : ways.splice(found, 1);
      if (method) seen.tried.push(method.type === "agent" ? "the agent's keys" : method.type);
      // The answer to a first try with `none` lists what the server takes.
      const none: AnyAuthMethod = { type: "none", username: seen.user };
      (next as (method: AnyAuthMethod | false) => void)(method ?? (offered === null ? none : false));
    };
  }
}

function methods({ user: username, key, password, agent }: Credentials): AnyAuthMethod[] {
  const list: AnyAuthMethod[] = [];
  if (key) list.push({ type: "publickey", username, key });
  if (agent !== undefined) list.push({ type: "agent", username, agent });
  if (password !== undefined) {
    list.push({ type: "password", username, password });
    const prompt = (_a: string, _b: string, _c: string, asked: unknown[], answer: (all: string[]) => void) =>
      answer(asked.map(() => password));
    list.push({ type: "keyboard-interactive", username, prompt });
  }
  return list;
}
