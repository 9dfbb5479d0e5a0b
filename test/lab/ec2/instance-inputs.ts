// SPDX-License-Identifier: Apache-2.0
import { boolean, computed, type Field, type Fields, map, number, replaces, required, string } from "../cloud/shape";
import { region } from "./region";

const strings: Field = { type: ["string"] };
const given = (type: Fields): Field => ({ type, computed: true });
const filled = (field: Field) => replaces(computed(field));

const metadataOptions: Fields = {
  ...{ httpEndpoint: computed(string), httpProtocolIpv6: computed(string), httpPutResponseHopLimit: computed(number) },
  ...{ httpTokens: computed(string), instanceMetadataTags: computed(string) },
};

const disk: Fields = {
  ...{ deleteOnTermination: boolean, deviceName: computed(string), encrypted: filled(boolean), iops: computed(number) },
  ...{ kmsKeyId: filled(string), tags: map, tagsAll: computed(map), throughput: computed(number) },
  ...{ volumeId: computed(string), volumeSize: computed(number), volumeType: computed(string) },
};

const spotOptions: Fields = {
  ...{ instanceInterruptionBehavior: filled(string), maxPrice: filled(string) },
  ...{ spotInstanceType: filled(string), validUntil: filled(string) },
};

/** As in version 7 of the provider; what a change does is there called ForceNew. */
export const instanceInputs: Fields = {
  ...{ ami: filled(string), associatePublicIpAddress: filled(boolean), availabilityZone: filled(string) },
  capacityReservationSpecification: given({ capacityReservationPreference: string, capacityReservationTarget: map }),
  cpuOptions: given({
    ...{ amdSevSnp: filled(string), coreCount: filled(number), nestedVirtualization: computed(string) },
    threadsPerCore: filled(number),
  }),
  creditSpecification: { type: { cpuCredits: string } },
  ...{ disableApiStop: computed(boolean), disableApiTermination: computed(boolean) },
  ebsBlockDevices: filled({ type: [{ ...disk, deviceName: required(string), snapshotId: string }] }),
  ...{ ebsOptimized: filled(boolean), enablePrimaryIpv6: filled(boolean) },
  enclaveOptions: given({ enabled: filled(boolean) }),
  ephemeralBlockDevices: filled({ type: [{ deviceName: required(string), noDevice: boolean, virtualName: string }] }),
  forceDestroy: { ...boolean, default: false },
  getPasswordData: { ...boolean, default: false },
  ...{ hibernation: replaces(boolean), hostId: filled(string), hostResourceGroupArn: filled(string) },
  ...{ iamInstanceProfile: computed(string), instanceInitiatedShutdownBehavior: computed(string) },
  instanceMarketOptions: filled({ type: { marketType: filled(string), spotOptions: filled({ type: spotOptions }) } }),
  ...{ instanceType: computed(string), ipv6AddressCount: filled(number), ipv6Addresses: filled(strings) },
  keyName: filled(string),
  launchTemplate: replaces({ type: { id: string, name: string, version: string } }),
  maintenanceOptions: given({ autoRecovery: computed(string) }),
  metadataOptions: given(metadataOptions),
  monitoring: computed(boolean),
  networkInterfaces: filled({
    type: [
      {
        ...{ deleteOnTermination: boolean, deviceIndex: required(number), networkCardIndex: number },
        networkInterfaceId: required(string),
      },
    ],
  }),
  ...{ placementGroup: filled(string), placementGroupId: filled(string), placementPartitionNumber: filled(number) },
  primaryNetworkInterface: filled({ type: { deleteOnTermination: boolean, networkInterfaceId: required(string) } }),
  privateDnsNameOptions: filled({
    type: { enableResourceNameDnsARecord: boolean, enableResourceNameDnsAaaaRecord: boolean, hostnameType: string },
  }),
  ...{ privateIp: filled(string), region },
  rootBlockDevice: given(disk),
  secondaryNetworkInterfaces: filled({ type: [{}] }),
  ...{ secondaryPrivateIps: computed(strings), securityGroups: filled(strings) },
  sourceDestCheck: { ...boolean, default: true },
  ...{ subnetId: filled(string), tags: map, tenancy: filled(string) },
  ...{ userData: computed(string), userDataBase64: computed(string) },
  userDataReplaceOnChange: { ...boolean, default: false },
  ...{ volumeTags: map, vpcSecurityGroupIds: computed(strings) },
};

export const instanceOutputs = [
  ...["arn", "instanceLifecycle", "instanceState", "outpostArn", "passwordData", "primaryNetworkInterfaceId"],
  ...["privateDns", "publicDns", "publicIp", "spotInstanceRequestId", "tagsAll"],
];

/** What the real provider takes and the stand-in has nothing for. */
export const missing = [
  ...["capacityReservationSpecification", "ebsBlockDevices", "enablePrimaryIpv6", "enclaveOptions", "hibernation"],
  ...["ephemeralBlockDevices", "hostId", "hostResourceGroupArn", "ipv6AddressCount", "ipv6Addresses"],
  ...["networkInterfaces", "placementGroup", "placementGroupId", "placementPartitionNumber"],
  ...["primaryNetworkInterface", "secondaryNetworkInterfaces", "secondaryPrivateIps", "securityGroups"],
];
