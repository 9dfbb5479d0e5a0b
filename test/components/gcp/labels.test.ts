// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import * as pulumi from "@pulumi/pulumi";

import { expiryLabel, hostLabels, labelValue } from "../../../components/gcp/labels";
import { RecordedProgram } from "../recorded-program";

test("a moment fits a label, and sorts as it did", () => {
  expect(expiryLabel("2026-11-24T17:36:22Z")).toBe("20261124t173622z");
  expect(expiryLabel("2026-11-24T17:36:22.123Z")).toBe("20261124t173622z");
});

test("a label's value ends after 63 characters", () => {
  expect(labelValue("A".repeat(63))).toBe("a".repeat(63));
  expect(labelValue("A".repeat(64))).toBe("a".repeat(63));
});

test("any text becomes a label's value", () => {
  fc.assert(fc.property(fc.string({ maxLength: 100 }), (text) => /^[a-z0-9_-]{0,63}$/.test(labelValue(text))));
});

describe("the labels of a host", () => {
  async function labels(...args: Parameters<typeof hostLabels>) {
    await RecordedProgram.start(() => ({}));
    return new Promise((resolve) => hostLabels(...args).apply(resolve));
  }
  const host = { project: "project", stack: "stack", host: "web-1" };

  test("say whose it is", async () => {
    expect(await labels("Web.1", undefined)).toEqual(host);
  });

  test("say when it ends, where it does", async () => {
    const expires = pulumi.output("2026-11-24T17:36:22Z");
    expect(await labels("web-1", undefined, expires)).toEqual({ ...host, "expires-at": "20261124t173622z" });
  });

  test("are joined by the caller's own, which win", async () => {
    const own = { team: pulumi.output("a"), stack: "mine" };
    expect(await labels("web-1", own)).toEqual({ ...host, team: "a", stack: "mine" });
  });
});
