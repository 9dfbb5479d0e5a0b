// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { network } from "../../cloud-init/validate/addresses";
import { at, demandEach, demandWhole, error, shown } from "../../cloud-init/validate/problem";
import { isMap, kind } from "../../cloud-init/validate/shape";
import { reserved } from "./reserved-metadata";

/** What is wrong with a value that is there. */
export type Rule = (value: never, path: string) => Iterable<Problem>;

const label = "[a-z]([a-z0-9-]{0,61}[a-z0-9])?";
const disk = matches(/^(pd|hyperdisk)(-[a-z]+)+$/, `a disk type, for example "pd-balanced" or "pd-ssd"`);

/** Arguments that may be Outputs, and are then checked when they are known. */
export const values = {
  zone: matches(/^[a-z]+(-[a-z]+)+\d+-[a-z]$/, `a zone, for example "europe-west1-b"`),
  machineType: matches(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/, `a machine type, for example "e2-medium" or "c4a-standard-1"`),
  image: matches(
    /^[a-z0-9][\w.:/-]*$/,
    `an image, for example "rocky-linux-cloud/rocky-linux-9-optimized-gcp" or a self link`,
  ),
  rotateImage: matches(/^[^]*$/, "a text"),
  diskGiB: whole([10, 65_536], "GiB"),
  diskType: disk,
  kmsKey: matches(
    /^projects\/[^/\s]+\/locations\/[^/\s]+\/keyRings\/[^/\s]+\/cryptoKeys\/[^/\s]+(\/cryptoKeyVersions\/\d+)?$/,
    `a key of Cloud KMS, for example "projects/P/locations/europe-west1/keyRings/R/cryptoKeys/K"`,
  ),
  dataDisk: dataDiskProblems,
  network: matches(named("networks"), `the name or the self link of a network, for example "default"`),
  subnetwork: matches(named("subnetworks"), `the name or the self link of a subnetwork, for example "hosts"`),
  iapTunnelPort: whole([1, 65_535], "a port"),
  networkTags: list((tags, path) =>
    demandEach(tags, path, (tag) => new RegExp(`^${label}$`).test(tag), `is not a network tag, for example "web"`),
  ),
  serviceAccount: serviceAccountProblems,
  secureBoot: oneOf(true, false),
  spot: oneOf(true, false),
  deletionProtection: oneOf(true, false),
  // 120 days is Google's limit for a machine that ends itself.
  ttlMinutes: function* (minutes: unknown, path: string) {
    if (typeof minutes === "number" && minutes > 172_800) {
      yield error(path, `${minutes} is more than 172800 (120 days), which is all that Google allows; use less`);
    }
  },
  metadata: texts(metadataProblems),
  labels: texts(labelProblems),
} satisfies Record<string, Rule>;

/** Those that decide what is created, and so are plain. */
export const plainValues = {
  publicAddress: oneOf("ephemeral", "static", "none"),
  hostKeyFrom: oneOf("guestAttributes", "injected", "unchecked"),
  allowSshFromAnywhere: oneOf(true, false),
} satisfies Record<string, Rule>;

/** The rule for `sshSourceRanges`. */
export function sourceRanges(allowsWorld: boolean): Rule {
  return list(function* (ranges, path) {
    if (ranges.length === 0) yield error(path, `is empty; name who may reach SSH, for example ["203.0.113.7/32"]`);
    for (const [i, range] of ranges.entries()) {
      const read = network(range);
      if (read?.bits !== 32) {
        yield error(at(path, i), `${shown(range)} is not an IPv4 network in CIDR form, for example "203.0.113.7/32"`);
      } else if (read.prefix === 0 && !allowsWorld) {
        yield error(
          at(path, i),
          `${shown(range)} is the whole internet; name your own networks, or set allowSshFromAnywhere to true`,
        );
      }
    }
  });
}

function matches(form: RegExp, what: string): Rule {
  return function* (value: unknown, path: string) {
    if (typeof value !== "string" || !form.test(value)) yield error(path, `${shown(value)} is not ${what}`);
  };
}

function oneOf(...allowed: (string | boolean)[]): Rule {
  return function* (value: unknown, path: string) {
    if (allowed.includes(value as string)) return;
    yield error(path, `${shown(value)} is not allowed; use ${allowed.map((one) => JSON.stringify(one)).join(" or ")}`);
  };
}

function whole(range: [number, number], unit: string): Rule {
  return (value: unknown, path: string) => demandWhole(value as number, path, range, unit);
}

function list(rule: (value: string[], path: string) => Iterable<Problem>): Rule {
  return function* (value: unknown, path: string) {
    if (!Array.isArray(value)) yield error(path, `${shown(value)} is not a list`);
    else yield* rule(value.map(String), path);
  };
}

/** A map of texts, of which the rule says more. A member that is undefined asks for nothing. */
function texts(rule: (value: Record<string, string>, path: string) => Iterable<Problem>): Rule {
  return function* (value: unknown, path: string) {
    if (!isMap(value)) {
      yield error(path, `is ${kind(value)}, and must be a map`);
      return;
    }
    const others = Object.entries(value).filter(([, member]) => member !== undefined && typeof member !== "string");
    for (const [key, member] of others) {
      yield error(at(path, key), `is ${kind(member)}, and must be a text (put it in quotes)`);
    }
    if (others.length === 0) yield* rule(value as Record<string, string>, path);
  };
}

/** A name, or a path that ends in one. */
function named(collection: string): RegExp {
  return new RegExp(`^(${label}|.*/${collection}/${label})$`);
}

function* dataDiskProblems(value: { sizeGiB?: number; mountPath?: unknown; type?: unknown }, path: string) {
  if (value.sizeGiB === undefined) yield error(at(path, "sizeGiB"), "is missing; it is the size in GiB");
  yield* demandWhole(value.sizeGiB, at(path, "sizeGiB"), [10, 65_536], "GiB");
  if (value.mountPath !== undefined) {
    yield* matches(/^(\/[\w.-]+)+$/, `an absolute path, for example "/data"`)(
      value.mountPath as never,
      at(path, "mountPath"),
    );
  }
  if (value.type !== undefined) yield* disk(value.type as never, at(path, "type"));
}

function* serviceAccountProblems({ email, scopes }: { email?: unknown; scopes?: unknown }, path: string) {
  const address = `the address of a service account, for example "web@my-project.iam.gserviceaccount.com"`;
  yield* matches(/^[^@\s]+@[^@\s]+$/, address)(email as never, at(path, "email"));
  if (scopes === undefined) return;
  const rule = list((all, where) =>
    demandEach(all, where, (scope) => /^[\w:/.-]+$/.test(scope), `is not a scope, for example "cloud-platform"`),
  );
  yield* rule(scopes as never, at(path, "scopes"));
}

function* metadataProblems(value: Record<string, string>, path: string) {
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(reserved, key)) yield error(at(path, key), `cannot be given: ${reserved[key]}`);
    else if (!/^[\w-]{1,128}$/.test(key)) yield error(at(path, key), `is not a key of letters, digits, "-" and "_"`);
  }
}

function* labelProblems(value: Record<string, string>, path: string) {
  for (const [key, text] of Object.entries(value)) {
    if (!/^[a-z][a-z0-9_-]{0,62}$/.test(key)) {
      yield error(at(path, key), `is not a label's key: use at most 63 lower-case letters, digits, "-" and "_"`);
    }
    if (!/^[a-z0-9_-]{0,63}$/.test(text)) {
      yield error(
        at(path, key),
        `${shown(text)} is not a label's value: use at most 63 lower-case letters, digits, "-" and "_"`,
      );
    }
  }
}
