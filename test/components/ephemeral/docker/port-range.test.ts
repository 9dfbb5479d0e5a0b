// SPDX-License-Identifier: Apache-2.0
import { ownPortRange } from "../../../../components/ephemeral/docker/port-range";

test("no two hosts of this computer count the ports of their containers from the same number, or from that of Linux", async () => {
  const ranges = await Promise.all(Array.from({ length: 5 }, ownPortRange));
  const firsts = ranges.map((range) => {
    expect(Object.keys(range)).toEqual(["net.ipv4.ip_local_port_range"]);
    const [first = 0, last = 0] = Object.values(range)[0]?.split(" ").map(Number) ?? [];
    expect([last, last - first > 4000]).toEqual([60_999, true]);
    return first;
  });
  const distances = [32_768, ...firsts].sort((a, b) => a - b).map((first, i, all) => first - (all[i - 1] ?? 0));
  for (const distance of distances) expect(distance).toBeGreaterThanOrEqual(400);
});
