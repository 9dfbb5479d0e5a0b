// SPDX-License-Identifier: Apache-2.0
import "./sdk";

import * as pulumi from "@pulumi/pulumi";

import { check } from "../arguments/check";
import type { DockerImageOutputs } from "../bake/image-args";
import { bakedImage, whose } from "../bake/image-command";
import type { AwsDockerImageArgs } from "./image-args";
import { awsImageProblems } from "./image-rules";

/**
 * An image (AMI) with Docker in it, for hosts on EC2: dnf has nothing to do there. It lies in one region of your account,
 * encrypted.
 *
 * A machine is made for it in a stack of its own, checked as every host, sealed, stopped, and removed again with all that led
 * to it. The image stays when the stack is destroyed; `npm run bake -- --prune` removes old ones. A second one of the same
 * arguments is found by its tags. Creates one local command.
 *
 * ```ts
 * const baked = new AwsDockerImage("docker", { sshIngressCidrs: ["203.0.113.0/24"] });
 * const host = new AwsDockerHost("web", { sshIngressCidrs: ["203.0.113.0/24"], amiId: baked.image });
 * ```
 *
 * It is made with the stack's own configuration of AWS and the environment's credentials, also where a provider is passed. What
 * it costs: the machine for some minutes, and then the snapshot, by what is in it.
 */
export class AwsDockerImage extends pulumi.ComponentResource implements DockerImageOutputs {
  /** The id of the image, for `amiId` of a host or a template. */
  public readonly image: pulumi.Output<string>;
  /** Its own name, which no other image has. */
  public readonly imageName: pulumi.Output<string>;
  /** The id of the image that it was made from. */
  public readonly baseImage: pulumi.Output<string>;
  /** Of what was asked for: the same digest, the same content. */
  public readonly digest: pulumi.Output<string>;
  /** When it was made, in ISO 8601. */
  public readonly bakedAt: pulumi.Output<string>;
  /** The Docker Engine in it. */
  public readonly dockerVersion: pulumi.Output<string>;
  /** The packages that were asked for, as rpm names them. */
  public readonly packages: pulumi.Output<string[]>;

  /** @throws InputPropertiesError with everything that is wrong with arguments that are plain values. */
  constructor(name: string, args: AwsDockerImageArgs, opts?: pulumi.ComponentResourceOptions) {
    const { args: known } = check(args, {}, awsImageProblems, whose);
    super("pulumi-docker-host:index:AwsDockerImage", name, {}, opts);
    const baked = bakedImage<string>(this, name, "aws", known);

    // Pulumi's analyzer, which makes the package for other languages, reads a class's own members: so each stands here.
    this.image = baked.image;
    this.imageName = baked.imageName;
    this.baseImage = baked.baseImage;
    this.digest = baked.digest;
    this.bakedAt = baked.bakedAt;
    this.dockerVersion = baked.dockerVersion;
    this.packages = baked.packages;
    this.registerOutputs({ ...baked });
  }
}
