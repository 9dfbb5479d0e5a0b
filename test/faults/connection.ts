// SPDX-License-Identifier: Apache-2.0
import { makeKeyPair } from "../../components/key-pair";
import { type Fault, limits } from "./fault";

const hurry = { limits: { ...limits, ssh: 8 } };

/** Does something as soon as the check has got the answers of some probes. */
function inTheMiddle(commands: string): string {
  const begun = `until [ "$(cat /run/docker-host-check.*/report 2>/dev/null | wc -l)" -ge 5 ]; do sleep 0.2; done`;
  return `systemd-run -q bash -c '${begun}; ${commands}'`;
}

/** What goes wrong before the first probe, or takes the connection away. */
export const connectionFaults: Fault[] = [
  {
    name: "wrong host key",
    expected: hurry,
    connection: { hostKey: makeKeyPair("another host").publicKey },
    stage: "ssh",
    cause: /the host key is not the one that was expected: .*\n.*ssh-keyscan/,
  },
  {
    name: "wrong login key",
    expected: hurry,
    connection: { privateKey: makeKeyPair("a stranger").privateKey },
    stage: "ssh",
    cause: /the host refused the login of rocky: .*\nwrong user name/,
  },
  {
    name: "wrong user",
    expected: hurry,
    connection: { user: "cloud-user" },
    stage: "ssh",
    cause: /the host refused the login of cloud-user: .*\nwrong user name/,
  },
  {
    name: "login whose sudo asks for a password",
    inject: "echo 'rocky ALL=(ALL) PASSWD: ALL' >/etc/sudoers.d/zzz",
    stage: "sudo",
    cause: /sudo asks the login for a password: sudo: a password is required\n.*NOPASSWD/,
  },
  {
    name: "port closed",
    expected: hurry,
    connection: { port: 1 },
    stage: "ssh",
    cause: /connection refused: .*\n.*the boot is still at work/,
  },
  {
    // To everybody, to which no TCP connection can go.
    name: "host unreachable",
    expected: hurry,
    connection: { host: "255.255.255.255" },
    stage: "ssh",
    cause: /the host cannot be reached: no answer from 255.255.255.255:\d+\n.*no firewall or security group rule/,
  },
  {
    name: "machine frozen",
    frozen: true,
    expected: hurry,
    stage: "ssh",
    cause:
      /the (port accepts connections, but no SSH server speaks on it|SSH handshake stands still).*\nits console is /,
  },
  {
    name: "kernel panic",
    inject: "systemd-run -q bash -c 'sleep 1; echo 0 >/proc/sys/kernel/panic; echo c >/proc/sysrq-trigger'",
    console: /end Kernel panic/,
    expected: hurry,
    stage: "ssh",
    cause: /\nthe machine has stopped with "Kernel panic - not syncing: sysrq triggered crash"/,
  },
  {
    name: "login key that is none",
    expected: hurry,
    connection: { privateKey: "nonsense" },
    stage: "ssh",
    cause: /connection\.privateKey is not a private key .*\ncorrect connection\.privateKey/,
  },
  {
    name: "sshd down when the check begins",
    inject: "systemd-run -q bash -c 'sleep 8; systemctl start ssh'; systemctl stop ssh.socket ssh",
  },
  {
    name: "sshd and its sessions gone in the middle",
    inject: inTheMiddle("systemctl stop ssh.socket ssh; pkill sshd; sleep 8; systemctl start ssh"),
  },
  {
    name: "host restarted in the middle",
    // On Rocky pam_systemd ends the sessions at a shutdown. The laboratory's userland has none, and QEMU keeps a
    // connection whose guest has gone.
    inject: inTheMiddle("pkill sshd; systemctl reboot"),
    expected: { limits: { ssh: 120, cloudInit: 300, dockerd: 300, container: 120, total: 900 } },
  },
];
