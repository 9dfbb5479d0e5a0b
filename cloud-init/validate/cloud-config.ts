// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, CloudConfigValue, HostSpec, Problem } from "../spec";
import { defaultUser } from "./default-user";
import { isMap } from "./kind";
import { at, shown, warning } from "./problem";
import { stages } from "./stages";
import { isTrue } from "./written-files";

/** Finds what is wrong with the value of one key. */
type Rule = (value: CloudConfigValue, spec: HostSpec) => [Problem["severity"], string] | undefined;

const keepsImageSize = "leaves the root disk at the size of the image, whatever is paid for; take it out";

/** Keys that take away what the host stands on, or that do something else than they say, by their meaning in cloud-init 22.1 to 24.4. */
const rules: Record<string, Rule> = {
  power_state: (value) => {
    if (!isMap(value) || value.condition === false || !isNow(value.delay)) return undefined;
    if (value.mode === "reboot") {
      return ["warning", "starts the machine anew while it is looked at, so that the check may fail; set a delay"];
    }
    return typeof value.condition === "string" || Array.isArray(value.condition)
      ? ["warning", "ends the machine before anybody can use it where the condition holds; set a delay, or ttlMinutes"]
      : ["error", "ends the machine before anybody can use it; for one that ends by itself, set ttlMinutes"];
  },
  disable_root: (value, { login }) =>
    login === "root" && isTrue(value)
      ? ["error", "keeps out root, which is the image's login; take it out"]
      : undefined,
  disable_ec2_metadata: (value) =>
    isTrue(value)
      ? ["warning", "cuts off the metadata server, and with it the machine's role and the cloud's agents; take it out"]
      : undefined,
  growpart: (value) => (isMap(value) && isOff(value.mode) ? ["warning", keepsImageSize] : undefined),
  resize_rootfs: (value) => (isOff(value) ? ["warning", keepsImageSize] : undefined),
  ssh_genkeytypes: (value, { hostKey }) =>
    Array.isArray(value) && value.length === 0 && !hostKey
      ? ["warning", "leaves the machine without a key of its own, and sshd does not start without one; take it out"]
      : undefined,
  swap: (value, { swapMiB }) =>
    swapMiB === undefined || isMap(value)
      ? undefined
      : ["error", "must be a map: it takes the place of what swapMiB asks for"],
  datasource_list: () => [
    "warning",
    "comes too late: the machine has found its user data before it reads this, and may miss it on a later boot; take it out",
  ],
};

/** Keys of modules that cloud-init leaves out on Enterprise Linux, without a word. */
const elsewhere: Record<string, string> = {
  ...{ apt: "Debian and Ubuntu", snap: "Ubuntu", lxd: "Ubuntu", landscape: "Ubuntu", ubuntu_advantage: "Ubuntu" },
  ...{ ubuntu_pro: "Ubuntu", byobu_by_default: "Debian and Ubuntu", zypper: "SUSE", apk_repos: "Alpine Linux" },
  // It looks for a file that is not made on others.
  package_reboot_if_required: "Debian, Ubuntu and SUSE",
};

const isNow = (delay: CloudConfigValue | undefined) => [undefined, null, "now", 0, "0", "+0"].includes(delay as string);

/** Whether cloud-init takes it for a no, where nothing would be a yes. */
function isOff(value: CloudConfigValue | undefined): boolean {
  return value === false || value === 0 || (typeof value === "string" && /^(off|false|no|0)$/i.test(value.trim()));
}

/** What the caller's cloud-config does to the host. That it does not go with our own is in extras.ts. */
export function* cloudConfig(spec: HostSpec): Generator<Problem> {
  const { cloudConfig: config } = spec;
  for (const [key, rule] of Object.entries(rules)) {
    if (!Object.hasOwn(config, key)) continue;
    const [severity, message] = rule(config[key] ?? null, spec) ?? [];
    if (severity && message) yield { severity, path: at("cloudConfig", key), message, code: `cloudConfig/${key}` };
  }
  for (const [key, where] of Object.entries(elsewhere)) {
    if (!Object.hasOwn(config, key)) continue;
    yield warning(at("cloudConfig", key), `is for ${where} only, and does nothing on this machine; take it out`);
  }
  yield* importedKeys(config);
  yield* stages(spec);
  yield* defaultUser(spec);
}

/** EL has no ssh-import-id, and cloud-init does not say so. */
function* importedKeys({ ssh_import_id: ids, users }: CloudConfig): Generator<Problem> {
  const nothing = "does nothing on Enterprise Linux, which has no ssh-import-id";
  if (ids !== undefined) {
    yield warning("cloudConfig.ssh_import_id", `${nothing}; give the keys in cloudConfig.ssh_authorized_keys`);
  }
  for (const [i, user] of (Array.isArray(users) ? users : []).entries()) {
    if (!isMap(user) || user.ssh_import_id === undefined) continue;
    const path = `${at("cloudConfig.users", i)}.ssh_import_id`;
    yield warning(path, `${nothing}, so that ${shown(user.name)} gets no key; give it in ssh_authorized_keys`);
  }
}
