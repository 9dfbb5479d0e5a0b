// SPDX-License-Identifier: Apache-2.0
// Machines for tests of what is around them: `jest.mock("../cloud/machine", () => require("./fake-machines"))`, and the
// same for loopback and monitor. They run, are reachable at addresses, and remember what QEMU was told.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import type { Forward, MachineSettings } from "../cloud/machine";

interface Fake {
  settings: MachineSettings;
  /** The disk that its own is a copy of. */
  copied: string | undefined;
  running: boolean;
  forwards: Forward[];
  told: [string, object?][];
}

export const fakes = new Map<string, Fake>();
export const trouble = { createMachine: undefined as Error | undefined };
let last = 0;

export function createMachine(directory: string, settings: MachineSettings, copied?: string): Promise<void> {
  if (trouble.createMachine) return Promise.reject(trouble.createMachine);
  mkdirSync(directory, { recursive: true });
  fakes.set(directory, { settings, copied, running: true, forwards: [], told: [] });
  return Promise.resolve();
}

export function copyDisk(_directory: string, to: string): Promise<void> {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, "a copy");
  return Promise.resolve();
}

export const isRunning = (directory: string): boolean => fakes.get(directory)?.running ?? false;
export const startMachine = (directory: string): Promise<void> => power(directory, true);
export const stopMachine = (directory: string): Promise<void> => power(directory, false);

function power(directory: string, running: boolean): Promise<void> {
  const fake = fakes.get(directory);
  if (fake) fake.running = running;
  return Promise.resolve();
}

export function deleteMachine(directory: string): Promise<void> {
  fakes.delete(directory);
  rmSync(directory, { recursive: true, force: true });
  return Promise.resolve();
}

export function setForwards(directory: string, forwards: Forward[]): Promise<void> {
  const fake = fakes.get(directory);
  if (fake) fake.forwards = forwards;
  return Promise.resolve();
}

export function monitor(directory: string, commands: [string, object?][]): Promise<unknown[]> {
  fakes.get(directory)?.told.push(...commands);
  return Promise.resolve([]);
}

export const claimed = new Set<string>();

export function claimAddress(): Promise<string> {
  const address = `127.99.0.${++last}`;
  claimed.add(address);
  return Promise.resolve(address);
}

export function releaseAddress(_: unknown, address: string): void {
  claimed.delete(address);
}
