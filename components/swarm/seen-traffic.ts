// SPDX-License-Identifier: Apache-2.0
// What guest/proof.py has printed on the members, held against what there should be.
import type { SwarmNode } from "./report";

/** What one member's script has printed. */
export interface Seen {
  member: SwarmNode;
  stdout: string;
}

/** What is wrong, with the members of which it speaks; the first one is where it was seen. */
export interface Wrong {
  nodes: string[];
  cause: string;
}

const words = (stdout: string, start: string) =>
  [...stdout.matchAll(new RegExp(`^${start} ?(.*?)\\r?$`, "gm"))].map(([, rest = ""]) => rest);

/** Each member's own published port leads to the tasks of all members. */
export function meshWrongs(all: Seen[], tasks: SwarmNode[]): Wrong[] {
  return all.flatMap(({ member, stdout }) => {
    const seen = words(stdout, "mesh seen");
    const missing = tasks.filter(({ id }) => !seen.includes(id));
    if (missing.length === 0) return [];
    const [last = "no answer"] = words(stdout, "mesh last");
    const whom = seen.length === 0 ? "nobody answers on it" : `the tasks on ${names(missing)} do not answer on it`;
    return [
      {
        nodes: [member.name, ...missing.map(({ name }) => name)],
        cause: `${member.name}'s published port: ${whom}: ${last}`,
      },
    ];
  });
}

/** In a container of each member, the service's name leads to one of its tasks, and `tasks.` before it to all of them. */
export function dnsWrongs(all: Seen[], tasks: SwarmNode[], service: string): Wrong[] {
  return all.flatMap(({ member, stdout }) => {
    const [found = "", own = ""] = [words(stdout, "dns service")[0], words(stdout, "dns tasks")[0]];
    const count = own === "" ? 0 : own.split(" ").length;
    const wrong = (cause: string) => [{ nodes: [member.name], cause: `in a container on ${member.name}, ${cause}` }];
    if (found === "") return wrong(`${service} is not found`);
    if (count < tasks.length) return wrong(`tasks.${service} has ${count} of ${tasks.length} addresses`);
    if (words(stdout, "dns answers").length === 0)
      return wrong(`${service} is ${found}, where nobody answers: ${words(stdout, "dns last")[0] ?? "no answer"}`);
    return [];
  });
}

/** Tasks reach each other by packets of full size. */
export function trafficWrongs(all: Seen[], tasks: SwarmNode[]): Wrong[] {
  return all.flatMap(({ member, stdout }) => {
    const seen = new Map(
      words(stdout, "traffic seen").map((one) => [one.split(" ")[0] ?? "", one.split(" ").slice(1)]),
    );
    const last = words(stdout, "traffic last")[0]?.replace(/^\S+ /, "") ?? "no answer";
    return tasks.flatMap(({ id, name }): Wrong[] => {
      const [state, bytes = ""] = seen.get(id) ?? [];
      const way = `from a container on ${member.name} to one on ${name}`;
      if (state === undefined) return [{ nodes: [member.name, name], cause: `${way}: ${last}` }];
      if (state === "ok") return [];
      return [
        { nodes: [member.name, name], cause: `${way}: packets of ${bytes} bytes are lost, and smaller ones arrive` },
      ];
    });
  });
}

/** Bytes of a packet between containers of two members, of the smallest; 0 where there is one alone. */
export function bytesOf(all: Seen[]): number {
  const each = all.flatMap(({ member, stdout }) =>
    words(stdout, "traffic seen").flatMap((one) => {
      const [id, , bytes] = one.split(" ");
      return id === member.id ? [] : [Number(bytes) || 0];
    }),
  );
  return each.length === 0 ? 0 : Math.min(...each);
}

/** How long a part took on the slowest member, in milliseconds. */
export function slowest(all: Seen[], part: string): number {
  return Math.max(0, ...all.flatMap(({ stdout }) => words(stdout, `ms ${part}`).map(Number)));
}

const names = (all: SwarmNode[]) =>
  all.length <= 6
    ? all.map(({ name }) => name).join(", ")
    : `${all
        .slice(0, 5)
        .map(({ name }) => name)
        .join(", ")} and ${all.length - 5} more members`;
