// SPDX-License-Identifier: Apache-2.0
import "./sdk";

import { LaunchTemplate } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import { check } from "../arguments/check";
import { kept } from "../kept";
import type { Platform } from "../platform";
import { without } from "../rules";
import { prepareTemplate, type TemplateGuest } from "../template";
import { templateRows, whose } from "../template-rules";
import { awsDefaults, login } from "./defaults";
import { guestParts } from "./guest-parts";
import { newestImage, rootDevice } from "./image";
import { imageTag } from "./image-tags";
import { architecture } from "./machine-type";
import { awsTemplateProblems } from "./problems";
import { metadataService, safeDisk } from "./safe";
import { hostTags } from "./tags";
import type { AwsDockerTemplateArgs } from "./template-args";
import { guestRules, rows } from "./template-rules";

/**
 * An EC2 launch template of Docker hosts, for an auto scaling group of yours. Each machine checks itself at its first boot: one
 * on which Docker does not work powers itself off, so that the group makes another.
 *
 * Creates the launch template, and in the state what its machines are told and, without `amiId`, which image they boot.
 *
 * ```ts
 * const template = new AwsDockerTemplate("runner", { securityGroupIds: [group.id], amiId: image.image });
 * new aws.autoscaling.Group("runners", {
 *   launchTemplate: { id: template.launchTemplateId, version: template.version },
 *   vpcZoneIdentifiers: [subnetId],
 *   minSize: 1,
 *   maxSize: 5,
 * });
 * ```
 *
 * A change makes a new version, which is then the default one. Machines that run stay as they are until the group replaces
 * them, which `instanceRefresh` of the group does for another `version`. Whether they have a public address and whether they
 * are spot instances is said by the subnets and the group. Not included: the group, its policies, a health check from outside.
 */
export class AwsDockerTemplate extends pulumi.ComponentResource {
  /** The launch template. */
  public readonly launchTemplate: LaunchTemplate;
  /** Its id, for `launchTemplate.id` of a group. */
  public readonly launchTemplateId: pulumi.Output<string>;
  /** Its newest version, for `launchTemplate.version` of a group: another one with each change. */
  public readonly version: pulumi.Output<string>;
  /** The id of the image that its machines boot, which a newer one does not change. */
  public readonly imageName: pulumi.Output<string>;
  /** Another one exactly where its machines are told something else. */
  public readonly fingerprint: pulumi.Output<string>;

  /** @throws InputPropertiesError with everything that is wrong with arguments that are plain values. */
  constructor(name: string, args: AwsDockerTemplateArgs, opts?: pulumi.ComponentResourceOptions) {
    const { args: known, problems } = check(args, without(rows, templateRows), awsTemplateProblems, whose);
    super("pulumi-docker-host:index:AwsDockerTemplate", name, {}, opts);
    const platform: Platform = { userData: "ec2", login, guestRules, problems };
    const guest = prepareTemplate(this, guestParts(known), platform);
    const image = keptImage(this, name, known);
    const userData = keptUserData(this, name, guest);
    const launchTemplate = createTemplate(this, name, known, image, userData);

    // Pulumi's analyzer, which makes the package for other languages, reads a class's own members: so each stands here.
    this.launchTemplate = launchTemplate;
    this.launchTemplateId = launchTemplate.id;
    this.version = launchTemplate.latestVersion.apply(String);
    this.imageName = image;
    this.fingerprint = guest.fingerprint;
    const { launchTemplateId, version, imageName, fingerprint } = this;
    this.registerOutputs({ launchTemplate, launchTemplateId, version, imageName, fingerprint });
  }
}

function createTemplate(
  parent: pulumi.Resource,
  name: string,
  args: AwsDockerTemplateArgs,
  image: pulumi.Output<string>,
  userData: pulumi.Output<string>,
): LaunchTemplate {
  const { iamInstanceProfile, region } = args;
  const tags = hostTags(name, args.tags, undefined);
  return new LaunchTemplate(
    `${name}-template`,
    {
      imageId: image,
      instanceType: args.instanceType ?? awsDefaults.instanceType,
      keyName: args.keyName,
      vpcSecurityGroupIds: args.securityGroupIds,
      ...(iamInstanceProfile !== undefined && { iamInstanceProfile: { name: iamInstanceProfile } }),
      // A machine that powers itself off is then gone, and so is its price.
      instanceInitiatedShutdownBehavior: "terminate",
      metadataOptions: {
        ...metadataService,
        httpPutResponseHopLimit: args.metadataHopLimit ?? awsDefaults.metadataHopLimit,
      },
      blockDeviceMappings: [
        {
          deviceName: rootDevice(parent, image, region),
          ebs: {
            volumeType: "gp3",
            volumeSize: args.diskGiB ?? awsDefaults.diskGiB,
            encrypted: String(safeDisk.encrypted),
            kmsKeyId: args.kmsKeyId,
            deleteOnTermination: "true",
          },
        },
      ],
      userData,
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
      updateDefaultVersion: true,
      // By which who removes old images sees that this one is in use.
      tags: pulumi.all([tags, image]).apply(([own, id]) => ({ ...own, [imageTag]: id })),
      region,
    },
    { parent },
  );
}

/** The state keeps the newest image, because a template is changed in place, where nothing can be held back but for ever. */
function keptImage(parent: pulumi.Resource, name: string, args: AwsDockerTemplateArgs): pulumi.Output<string> {
  const { amiId, rotateImage, region, instanceType = awsDefaults.instanceType } = args;
  if (amiId !== undefined) return pulumi.output(amiId);
  const replacementTrigger = pulumi
    .all([rotateImage, instanceType, region])
    .apply(([text = "", type, where = ""]) => [text, architecture(type), where]);
  return kept(`${name}-image`, newestImage(parent, instanceType, region), replacementTrigger, parent);
}

/** Each version of zlib compresses to other bytes, and a template with other bytes is another version. */
function keptUserData(parent: pulumi.Resource, name: string, guest: TemplateGuest): pulumi.Output<string> {
  const inBase64 = guest.userData.apply(({ text, encoding }) =>
    encoding === "plain" ? Buffer.from(text).toString("base64") : text,
  );
  return pulumi.secret(kept(`${name}-user-data`, inBase64, guest.fingerprint, parent));
}
