// SPDX-License-Identifier: Apache-2.0
import { Eip, EipAssociation, Instance } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import type { Guest, Machine } from "../platform";
import { beforeCreate } from "../hook";
import { heldBack } from "../way-programs";
import { saysNothing } from "../mocks";
import { awsDefaults, isByCommand, isPrivate, isPublic } from "./defaults";
import type { AwsDockerHostArgs } from "./args";
import { wayTo } from "./connect-via";
import { givesAddress } from "./default-subnet";
import { newestImage } from "./image";
import type { Network } from "./network";
import { ownAddress } from "./own-address";
import { metadataService, replacedByUserData, safeDisk } from "./safe";
import type { Tags } from "./tags";

/** What, when it changes, takes another machine, beside what the provider itself says. */
export function replacementTriggers(args: AwsDockerHostArgs, { fingerprint }: Guest): pulumi.Output<string[]> {
  // To attach a volume anew, the provider stops the machine, and it does not start it again.
  const attached = args.dataVolume && (args.dataVolume.deviceName ?? awsDefaults.deviceName);
  return pulumi
    .all([fingerprint, args.rotateImage, attached])
    .apply(([guest, image = "", device]) => [
      ...[guest, image, isPublic(args) ? "public" : "private"],
      ...(device === undefined ? [] : [device]),
    ]);
}

/** What the provider stops the machine for, and starts it again: then it is checked again. */
export function stopsFor({ instanceType }: AwsDockerHostArgs): pulumi.Input<string> {
  return instanceType ?? awsDefaults.instanceType;
}

export function createInstance(
  parent: pulumi.Resource,
  name: string,
  args: AwsDockerHostArgs,
  guest: Guest,
  network: Network,
  tags: Tags,
): Instance {
  const instanceType = args.instanceType ?? awsDefaults.instanceType;
  return new Instance(
    `${name}-machine`,
    {
      ami: args.amiId ?? newestImage(parent, instanceType, args.region),
      instanceType,
      subnetId: args.subnetId,
      vpcSecurityGroupIds: network.securityGroupIds,
      associatePublicIpAddress: isPublic(args),
      ...userData(guest),
      ...replacedByUserData,
      keyName: args.keyName,
      iamInstanceProfile: args.iamInstanceProfile,
      metadataOptions: {
        ...metadataService,
        httpPutResponseHopLimit: args.metadataHopLimit ?? awsDefaults.metadataHopLimit,
      },
      // The disk's own tags: `volumeTags` would fight over those of a volume that is attached.
      rootBlockDevice: {
        volumeType: "gp3",
        volumeSize: args.diskGiB ?? awsDefaults.diskGiB,
        ...safeDisk,
        kmsKeyId: args.kmsKeyId,
        deleteOnTermination: true,
        tags,
      },
      ...(args.spot && { instanceMarketOptions: spotMarket }),
      // A machine that powers itself off at its end is then gone, and so is its price.
      ...(args.ttlMinutes !== undefined && { instanceInitiatedShutdownBehavior: "terminate" }),
      disableApiTermination: args.disableApiTermination ?? false,
      tags,
      region: args.region,
    },
    {
      parent,
      // The installation begins at once.
      dependsOn: network.egress,
      // On a replacement that this brings about, nothing is ignored.
      replacementTrigger: replacementTriggers(args, guest),
      ignoreChanges: ignored(args),
      // A machine that is there is not held up.
      ...beforeCreate([
        ...heldBack(name, args.connectVia, (via) => wayTo(via, { id: "", region: "" }), parent),
        ...givesAddress(parent, name, args),
      ]),
    },
  );
}

/** Of these, what AWS says differs from what was asked for, without the machine being another one. */
function ignored({ amiId }: AwsDockerHostArgs): string[] {
  return [
    ...(amiId === undefined ? ["ami"] : []),
    // What decides is guest.fingerprint: who may use the machine changes on it, and our part of the text with each release.
    ...["userData", "userDataBase64"],
    // Reads as false where the machine is stopped, and as true where an Elastic IP was associated.
    "associatePublicIpAddress",
  ];
}

const spotMarket = {
  marketType: "spot",
  spotOptions: { spotInstanceType: "one-time", instanceInterruptionBehavior: "terminate" },
};

/** Exactly one of the two is set. Its value is secret, as it holds the host's key; which one is set is not. */
function userData({ userData: given }: Guest) {
  const text: pulumi.Output<string | undefined> = pulumi.secret(given.apply((data) => data.text));
  const nothing = pulumi.output<string | undefined>(undefined);
  const isPlain = pulumi.unsecret(given.apply(({ encoding }) => encoding === "plain"));
  return {
    userData: isPlain.apply((plain) => (plain ? text : nothing)),
    userDataBase64: isPlain.apply((plain) => (plain ? nothing : text)),
  };
}

/** Where the machine is reached, and what gives it an address that outlives it. */
export function createAddress(
  parent: pulumi.Resource,
  name: string,
  args: AwsDockerHostArgs,
  instance: Instance,
  tags: Tags,
): Pick<Machine, "answersAt" | "takeAddress"> & { address: pulumi.Output<string> } {
  const { region } = args;
  // A command line of AWS knows the machine by its id, and so does nobody else: an address may come to another machine.
  const inside = isByCommand(args) ? instance.id : instance.privateIp;
  if (args.publicAddress !== "elastic") return { address: isPrivate(args) ? inside : publicIp(instance, name) };
  const elastic = new Eip(`${name}-address`, { domain: "vpc", tags, region }, { parent });
  const isDialled = !isPrivate(args);
  return {
    address: isDialled ? elastic.publicIp : inside,
    // The machine before has the address until this one is proved, and the provider takes it from there.
    takeAddress: (proof) => ({
      isDialled,
      resource: new EipAssociation(
        `${name}-address-association`,
        { allocationId: elastic.id, instanceId: instance.id, region },
        { parent, dependsOn: proof },
      ),
    }),
    ...(isDialled && { answersAt: ownAddress(parent, instance, elastic.publicIp) }),
  };
}

function publicIp(instance: Instance, name: string): pulumi.Output<string> {
  return instance.publicIp.apply((address: string | undefined) => {
    if (address || saysNothing(address)) return address ?? "";
    throw new pulumi.ResourceError(
      `the machine of ${name} has no public address: it is stopped, or its subnet gives none; start it and run "pulumi refresh", ` +
        `or choose publicAddress "elastic", or "none" with a proxy`,
      instance,
      true,
    );
  });
}
