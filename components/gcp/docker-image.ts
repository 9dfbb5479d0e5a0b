// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { check } from "../arguments/check";
import type { DockerImageOutputs } from "../bake/image-args";
import { bakedImage, whose } from "../bake/image-command";
import type { GcpDockerImageArgs } from "./image-args";
import { gcpImageProblems } from "./image-rules";

/**
 * An image of Compute Engine with Docker in it, for hosts in any zone: dnf has nothing to do there.
 *
 * A machine is made for it, checked as every host, sealed and deleted again. The image stays, also when the stack is destroyed,
 * and a second one of the same arguments and project is that one. Creates one local command.
 *
 * ```ts
 * const baked = new GcpDockerImage("docker", { zone: "europe-west1-b", sshSourceRanges: ["203.0.113.0/24"] });
 * const host = new GcpDockerHost("web", { image: baked.image, zone: "europe-west1-b", sshSourceRanges: ["203.0.113.0/24"] });
 * ```
 *
 * What it costs: some minutes of an instance, and from then on what Google takes for each GB of an image that it keeps.
 */
export class GcpDockerImage extends pulumi.ComponentResource implements DockerImageOutputs {
  /** For a host's or a template's `image`: `projects/P/global/images/I`. */
  public readonly image: pulumi.Output<string>;
  /** Its own name, which no other image has. */
  public readonly imageName: pulumi.Output<string>;
  /** The image that it was made from. */
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
  constructor(name: string, args: GcpDockerImageArgs, opts?: pulumi.ComponentResourceOptions) {
    const { args: known } = check(args, {}, gcpImageProblems, whose);
    super("pulumi-docker-host:index:GcpDockerImage", name, {}, opts);
    const baked = bakedImage<string>(this, name, "gcp", known);

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
