// SPDX-License-Identifier: Apache-2.0
// What may stand before a key in authorized_keys, by sshd(8) of OpenSSH 8.7, which EL9 has. sshd leaves out a line with any
// other option.

const flags =
  /^(restrict|cert-authority|(no-)?(agent-forwarding|port-forwarding|pty|touch-required|user-rc|verify-required|x11-forwarding))$/i;
const withValue = /^(command|environment|expiry-time|from|permitlisten|permitopen|principals|tunnel)$/i;
/** A name, and its value in quotes, in which `\"` is a quote. */
const option = /([^,="]+)(="(?:\\"|\\(?!")|[^"\\])*")?(,(?!$)|$)/gy;

export const keyOptions = `restrict, from="...", command="..." and the others of sshd(8)`;

/** Whether sshd knows all options before a key. */
export function areKeyOptions(text: string): boolean {
  const found = [...text.matchAll(option)];
  const length = found.reduce((sum, [all]) => sum + all.length, 0);
  return (
    length === text.length &&
    found.every(([, name = "", value]) => (value === undefined ? flags : withValue).test(name))
  );
}
