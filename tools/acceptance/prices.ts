// SPDX-License-Identifier: Apache-2.0
// What a run may cost, so that nobody begins one without knowing. Nobody's prices are asked for: these are list prices of the
// dearer regions, in US dollars without tax, rounded up, as of 2025.
import type { Arguments } from "../../components/platforms";
import { awsDefaults } from "../../components/aws/defaults";
import { machineMinutes as bakingMinutes } from "../../components/bake/bakery";
import { gcpDefaults } from "../../components/gcp/defaults";
import { isMap } from "../../cloud-init/validate/kind";
import type { CloudName, Part, RunOrder } from "./order";

interface Prices {
  /** The argument that names the type of a machine, and the one type that is priced here. */
  typeArgument: string;
  type: string;
  machineHour: number;
  gibMonth: number;
  addressHour: number;
}

const prices: Record<CloudName, Prices> = {
  aws: {
    ...{ typeArgument: "instanceType", type: awsDefaults.instanceType },
    ...{ machineHour: 0.04, gibMonth: 0.16, addressHour: 0.005 },
  },
  gcp: {
    ...{ typeArgument: "machineType", type: gcpDefaults.machineType },
    ...{ machineHour: 0.06, gibMonth: 0.16, addressHour: 0.005 },
  },
};

const hoursOfMonth = 730;
const diskGiB = awsDefaults.diskGiB;

/** Of a machine that becomes an image, at most. */
export { bakingMinutes };

/** How many machines there are one after another, and at once; about how many minutes each is there; and how many become images. */
const machines: Record<Part, { all: number; minutes: number; baked: number }> = {
  host: { all: 2, minutes: 10, baked: 0 },
  image: { all: 2, minutes: 10, baked: 1 },
  swarm: { all: 2, minutes: 15, baked: 0 },
};

export interface Estimate {
  machines: number;
  /** US dollars where all goes as it should. */
  usual: number;
  /** US dollars where nothing is removed until each machine has ended by itself. */
  most: number;
}

/** Undefined where the machines are of a type that has no price here. */
export function estimate({ target, parts, args, ttlMinutes }: Omit<RunOrder, "prefix">): Estimate | undefined {
  const { typeArgument, type, machineHour, gibMonth, addressHour } = prices[target];
  if (given(args, typeArgument, type) !== type) return undefined;
  const data = ["dataVolume", "dataDisk"].map((disk) => (isMap(args[disk]) ? given(args[disk], "sizeGiB", 0) : 0));
  const size = [given(args, "diskGiB", diskGiB), ...data].reduce<number>((sum, one) => sum + Number(one), 0);
  const hour = machineHour + addressHour + (gibMonth * size) / hoursOfMonth;
  const chosen = parts.map((part) => machines[part]);
  const hours = chosen.reduce((sum, { all, minutes }) => sum + (all * minutes) / 60, 0);
  const count = chosen.reduce((sum, { all }) => sum + all, 0);
  const baked = chosen.reduce((sum, part) => sum + part.baked, 0);
  const minutes = (count - baked) * ttlMinutes + baked * bakingMinutes;
  return { machines: count, usual: inCents(hours * hour), most: inCents((minutes * hour) / 60) };
}

const given = (args: Arguments, name: string, otherwise: unknown): unknown => args[name] ?? otherwise;
/** Rounded up: an estimate of nothing would be a lie. */
const inCents = (dollars: number): number => Math.ceil(dollars * 100) / 100;
