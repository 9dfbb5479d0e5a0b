// SPDX-License-Identifier: Apache-2.0
import "./sdk";

import { InstanceTemplate } from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";

import { check } from "../arguments/check";
import { keyOfEach } from "../guest-rules";
import { kept } from "../kept";
import type { Platform } from "../platform";
import { without } from "../rules";
import { prepareTemplate, type TemplateGuest } from "../template";
import { templateRows, whose } from "../template-rules";
import { gcpDefaults, login } from "./defaults";
import { imageName, newestImage } from "./image";
import { describeTemplate } from "./image-description";
import { hostLabels } from "./labels";
import { serviceAccount } from "./machine";
import { architecture, defaultDiskType } from "./machine-type";
import { metadata } from "./metadata";
import { gcpTemplateProblems } from "./problems";
import { scheduling } from "./scheduling";
import type { GcpDockerTemplateArgs } from "./template-args";
import { rows, templateParts } from "./template-rules";

/**
 * An instance template of Docker hosts, for a managed instance group of yours. Each machine checks itself at its first boot: one
 * on which Docker does not work powers itself off, so that the group makes another.
 *
 * Creates the instance template and, without `image`, in the state which image its machines boot.
 *
 * ```ts
 * const template = new GcpDockerTemplate("runner", { image: baked.image, networkTags: ["runner"] });
 * new gcp.compute.InstanceGroupManager("runners", {
 *   zone: "europe-west1-b",
 *   baseInstanceName: "runner",
 *   versions: [{ instanceTemplate: template.instanceTemplateId }],
 *   targetSize: 3,
 * });
 * ```
 *
 * Google changes no template: each change makes another one, then the group gets its link, and the old one is deleted. Machines
 * that run stay as they are until the group replaces them, as its `updatePolicy` says. Not included: the group, its autoscaler, a
 * health check from outside, firewall rules, Cloud NAT.
 */
export class GcpDockerTemplate extends pulumi.ComponentResource {
  /** The instance template. */
  public readonly instanceTemplate: InstanceTemplate;
  /** Its link, for `instanceTemplate` of a group: another one with each change. */
  public readonly instanceTemplateId: pulumi.Output<string>;
  /** The image or the family that its machines boot, which a newer one does not change. */
  public readonly imageName: pulumi.Output<string>;
  /** Another one exactly where its machines are told something else. */
  public readonly fingerprint: pulumi.Output<string>;

  /** @throws InputPropertiesError with everything that is wrong with arguments that are plain values. */
  constructor(name: string, args: GcpDockerTemplateArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const own = (plain: GcpDockerTemplateArgs) => gcpTemplateProblems(name, plain);
    const { args: known, problems } = check(args, without(rows, templateRows), own, whose);
    super("pulumi-docker-host:index:GcpDockerTemplate", name, {}, opts);
    const platform: Platform = { userData: "gce", login, guestRules: keyOfEach, problems };
    const guest = prepareTemplate(this, templateParts(known), platform);
    const image = keptImage(this, name, known);
    const instanceTemplate = createTemplate(this, name, known, image, guest);

    // Pulumi's analyzer, which makes the package for other languages, reads a class's own members: so each stands here.
    this.instanceTemplate = instanceTemplate;
    this.instanceTemplateId = instanceTemplate.selfLinkUnique;
    this.imageName = image.apply(imageName);
    this.fingerprint = guest.fingerprint;
    const { instanceTemplateId, fingerprint } = this;
    this.registerOutputs({ instanceTemplate, instanceTemplateId, imageName: this.imageName, fingerprint });
  }
}

function createTemplate(
  parent: pulumi.Resource,
  name: string,
  args: GcpDockerTemplateArgs,
  image: pulumi.Output<string>,
  { userData }: TemplateGuest,
): InstanceTemplate {
  const { kmsKey, network, subnetwork, machineType = gcpDefaults.machineType } = args;
  const labels = hostLabels(name, args.labels);
  const loginKeys = pulumi.output(args.loginKeys).apply((keys: string[] = []) => keys);
  return new InstanceTemplate(
    `${name}-template`,
    {
      // By which who removes old images sees that this one is in use.
      description: image.apply(describeTemplate),
      machineType,
      disks: [
        {
          boot: true,
          autoDelete: true,
          sourceImage: image,
          diskSizeGb: args.diskGiB ?? gcpDefaults.diskGiB,
          diskType: args.diskType ?? pulumi.output(machineType).apply(defaultDiskType),
          ...(kmsKey !== undefined && { diskEncryptionKey: { kmsKeySelfLink: kmsKey } }),
          labels,
        },
      ],
      networkInterfaces: [
        {
          ...(subnetwork === undefined ? { network: network ?? gcpDefaults.network } : { subnetwork }),
          accessConfigs: pulumi.output(args.publicAddress).apply((isPublic = false) => (isPublic ? [{}] : [])),
        },
      ],
      tags: args.networkTags,
      metadata: metadata(args, { userData, loginKeys }, login, "powerOff"),
      shieldedInstanceConfig: {
        enableVtpm: true,
        enableIntegrityMonitoring: true,
        enableSecureBoot: args.secureBoot ?? gcpDefaults.secureBoot,
      },
      ...(args.serviceAccount !== undefined && { serviceAccount: serviceAccount(args.serviceAccount) }),
      scheduling: scheduling(args, machineType),
      labels,
    },
    { parent, additionalSecretOutputs: ["metadata"] },
  );
}

/** The state keeps the newest image, as a template is replaced for many a reason, and nothing can then be held back. */
function keptImage(parent: pulumi.Resource, name: string, args: GcpDockerTemplateArgs): pulumi.Output<string> {
  const { image, rotateImage, machineType = gcpDefaults.machineType } = args;
  if (image !== undefined) return pulumi.output(image);
  const replacementTrigger = pulumi
    .all([rotateImage, machineType])
    .apply(([text = "", type]) => [text, architecture(type)]);
  return kept(`${name}-image`, newestImage(parent, machineType), replacementTrigger, parent);
}
