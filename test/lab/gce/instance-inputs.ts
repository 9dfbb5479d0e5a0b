// SPDX-License-Identifier: Apache-2.0
// The inputs of `gcp.compute.Instance` 9.37 that the stand-in knows. What a change does stands in the schema of
// terraform-provider-google, which the plugin carries.
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import {
  boolean,
  computed,
  type Failure,
  type Field,
  type Fields,
  map,
  number,
  replaces,
  required,
  string,
} from "../cloud/shape";
import { oneOf } from "./one-of";

const texts: Field = { type: ["string"] };
const filled = (field: Field) => replaces(computed(field));

const bootDisk: Fields = {
  autoDelete: replaces({ ...boolean, default: true }),
  deviceName: replaces(computed(string)),
  mode: replaces(string),
  kmsKeySelfLink: replaces(string),
  // Size and labels are changed in place since 7.22 of the plugin's upstream.
  initializeParams: { type: { image: replaces(string), size: computed(number), type: filled(string), labels: map } },
};

const networkInterface: Fields = {
  network: computed(string),
  subnetwork: computed(string),
  subnetworkProject: computed(string),
  networkIp: replaces(computed(string)),
  nicType: replaces(string),
  stackType: computed(string),
  accessConfigs: { type: [{ natIp: computed(string), networkTier: computed(string) }] },
};

const scheduling: Fields = {
  automaticRestart: { ...boolean, default: true },
  onHostMaintenance: computed(string),
  preemptible: replaces(boolean),
  provisioningModel: replaces(computed(string)),
  instanceTerminationAction: string,
  maxRunDuration: { type: { seconds: required(number), nanos: number } },
};

export const instanceInputs: Fields = {
  name: replaces(string),
  project: replaces(computed(string)),
  zone: replaces(computed(string)),
  machineType: required(string),
  bootDisk: required({ type: bootDisk }),
  networkInterfaces: required({ type: [networkInterface] }),
  attachedDisks: { type: [{ source: required(string), deviceName: computed(string), mode: string }] },
  metadata: map,
  metadataStartupScript: replaces(string),
  labels: map,
  tags: texts,
  description: replaces(string),
  hostname: replaces(string),
  canIpForward: boolean,
  deletionProtection: boolean,
  allowStoppingForUpdate: boolean,
  desiredStatus: string,
  scheduling: computed({ type: scheduling }),
  serviceAccount: { type: { email: computed(string), scopes: required(texts) } },
  shieldedInstanceConfig: computed({
    type: { enableSecureBoot: boolean, enableVtpm: boolean, enableIntegrityMonitoring: boolean },
  }),
};

/** Only a machine that is off can be changed in these. */
export const changedWhenOff = [
  "machineType",
  "serviceAccount",
  "shieldedInstanceConfig",
  "scheduling.maxRunDuration",
  "networkInterfaces[0].network",
  "networkInterfaces[0].subnetwork",
];

export function checkInstance(inputs: Properties): Failure[] {
  const {
    bootDisk: disk,
    networkInterfaces,
    metadata,
    metadataStartupScript,
  } = inputs as {
    bootDisk: Properties;
    networkInterfaces: unknown[];
    metadata?: Properties;
    metadataStartupScript?: unknown;
  };
  const size = (disk.initializeParams as Properties | undefined)?.size;
  return [
    ...oneOf(inputs, {
      desiredStatus: ["RUNNING", "TERMINATED", "SUSPENDED"],
      "bootDisk.mode": ["READ_WRITE", "READ_ONLY"],
      "attachedDisks[0].mode": ["READ_WRITE", "READ_ONLY"],
      "networkInterfaces[0].nicType": ["GVNIC", "VIRTIO_NET", "IDPF", "MRDMA", "IRDMA"],
      "networkInterfaces[0].stackType": ["IPV4_ONLY", "IPV4_IPV6", "IPV6_ONLY"],
      "networkInterfaces[0].accessConfigs[0].networkTier": ["PREMIUM", "STANDARD"],
    }),
    ...(typeof size === "number" && size < 1
      ? [{ property: "bootDisk.initializeParams.size", reason: "expected size to be at least (1)" }]
      : []),
    ...(inputs.desiredStatus === "SUSPENDED"
      ? [{ property: "desiredStatus", reason: "the laboratory's machines are on or off" }]
      : []),
    ...(Array.isArray(networkInterfaces) && networkInterfaces.length !== 1
      ? [{ property: "networkInterfaces", reason: "the laboratory's machines have one network interface" }]
      : []),
    ...(metadataStartupScript !== undefined && metadata?.["startup-script"] !== undefined
      ? [
          {
            property: "metadataStartupScript",
            reason: "cannot provide both metadataStartupScript and metadata.startup-script",
          },
        ]
      : []),
  ];
}
