// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";

import { hardwareAddress, segmentOf } from "../../../components/local/private-network";

const addresses = fc.ipV4();

test("two machines of one network have different hardware addresses, each of one machine and given by nobody", () => {
  fc.assert(
    fc.property(addresses, addresses, (one, other) => {
      const [first, second] = [hardwareAddress(`${one}/24`), hardwareAddress(`${other}/24`)];
      expect(first === second).toBe(one === other);
      expect(first).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
      // The lowest bit means many, the next one "not by IEEE".
      expect(parseInt(first.slice(0, 2), 16) & 0b11).toBe(0b10);
    }),
  );
  expect(hardwareAddress("10.70.0.11/24")).toBe("52:56:0a:46:00:0b");
});

test("a network's frames go to a group of this computer alone, at a port that Linux gives nobody by chance", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const [, group = "", port = ""] = /^(239\.255\.\d+\.\d+):(\d+)$/.exec(segmentOf(name)) ?? [];
      expect(group.split(".").every((octet) => Number(octet) <= 255)).toBe(true);
      expect(Number(port) >= 20_000 && Number(port) < 32_768).toBe(true);
    }),
  );
  expect(segmentOf("a")).not.toBe(segmentOf("b"));
  // It decides whether machines of two releases reach one another, and a change would replace them.
  expect(segmentOf("project/stack")).toBe("239.255.174.31:26782");
});
