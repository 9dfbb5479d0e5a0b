// SPDX-License-Identifier: Apache-2.0
// Whether a firewall's file, read as nft, iptables-restore and firewalld do, closes the way by SSH.

/** Rules of nftables: a chain for what comes in that drops what no rule takes, by its policy or by a rule without condition. */
export function closesNft(content: string): boolean {
  const text = withoutComments(content);
  if (letsSshIn(text)) return false;
  const chains = [...text.matchAll(/\bchain\s([^{}\n]{0,200})\{((?:[^{}]|\{[^{}]*\})*)\}/g)].map(
    ([, names = "", body = ""]) => ({
      name: names.trim().split(/\s+/).at(-1),
      statements: body.split(/[;\n]/).map((statement) => statement.trim()),
    }),
  );
  const lines = text.split("\n").map((line) => line.trim());
  return chains
    .filter(({ statements }) => statements.some((one) => /\bhook\s+input\b/.test(one)))
    .some(({ name, statements }) => {
      const added = lines.flatMap((line) => {
        const [, chain, rule] = /^(?:add|insert)\s+rule\s+(?:\w+\s+)?\S+\s+(\S+)\s+(.*)$/.exec(line) ?? [];
        return chain === name && rule !== undefined ? [rule] : [];
      });
      return [...statements, ...added].some((one) => dropsAll.test(one));
    });
}

const dropsAll = /^(policy\s+drop$|(counter\s+)?(log\s.*\s)?(drop|reject)\b)/;

/** Rules of iptables: a policy that drops, or a rule without condition. */
export function closesIptables(content: string): boolean {
  const text = withoutComments(content).replace(/\[\d*:\d*\]/g, "");
  return /^[ \t]*(:INPUT\s+DROP|-A\s+INPUT\s+-j\s+(DROP|REJECT))\b/m.test(text) && !letsSshIn(text);
}

/** A zone of firewalld lets in what it names, and nothing else. */
export function closesZone(content: string): boolean {
  return /<zone\b(?![^>]*target="ACCEPT")/.test(content) && !letsSshIn(content);
}

/** Whether a text names SSH, its port, or a range that holds it: which rule that is, is left to its author. */
function letsSshIn(text: string): boolean {
  if (/\bssh\b|\b22\b/.test(text)) return true;
  return [...text.matchAll(/\b(\d{1,5})[-:](\d{1,5})\b/g)].some(
    ([, from, to]) => Number(from) <= 22 && 22 <= Number(to),
  );
}

const withoutComments = (text: string) => text.replace(/^[ \t]*#.*$/gm, "");
