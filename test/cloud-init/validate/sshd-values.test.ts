// SPDX-License-Identifier: Apache-2.0
import { said } from "./said-of-files";

const saidOf = (content: string) => said([["/etc/ssh/sshd_config.d/20-own.conf", content]]);
const pairs = `must have "all", or one of user, group, host, localaddress, localport, rdomain, address with its value, or several such pairs, or sshd does not start`;

test.each([
  ["PasswordAuthentication", `"passwordauthentication" must have a value, or sshd does not start`],
  ["PasswordAuthentication =  # yes", `"passwordauthentication" must have a value, or sshd does not start`],
  ["StrictModes maybe", `"strictmodes" must have one of yes, no, or sshd does not start`],
  ["GatewayPorts on", `"gatewayports" must have one of yes, no, clientspecified, or sshd does not start`],
  ["MaxAuthTries five", `"maxauthtries" must have a whole number, or sshd does not start`],
  ["Port 22 2222", `"port" must have one value, or sshd does not start`],
  ["Match User ci\n  UseDNS no", `"usedns" may not stand in a Match, or sshd does not start; put it before`],
  [
    "Match User ci\n  AlowUsers x",
    `"alowusers" is no keyword of sshd, which does not start with one that it does not know; did you mean "allowusers"?`,
  ],
  ["Match", `"match" must have a value, or sshd does not start`],
  ["Match User", `"match" ${pairs}`],
  ["Match Name ci", `"match" ${pairs}`],
  ["Match all User ci", `"match" ${pairs}`],
])("sshd does not start with %j: said before anything is made", (content, expected) => {
  expect(saidOf(content)).toEqual([`maybe: : ${expected}`]);
});

test.each([
  "PasswordAuthentication=NO # not needed",
  "PermitRootLogin Without-Password\nAllowTcpForwarding local\nCompression delayed\nMaxAuthTries 4",
  "AcceptEnv A B\nPermitOpen a:1 b:2\nSubsystem sftp internal-sftp -l INFO\nPort ssh\nPort 22",
  "Match all\n  PasswordAuthentication no",
  'Match User="ci,x",y Address 10.0.0.0/8\n  X11Forwarding no\n  Banner none',
])("sshd starts with %j, and nothing is said", (content) => {
  expect(saidOf(content)).toEqual([]);
});
