// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { check } from "../arguments/check";
import type { DockerImageOutputs } from "../bake/image-args";
import { bakedImage, whose } from "../bake/image-command";
import type { LocalDockerImageArgs, LocalImage } from "./image-args";
import { localImageProblems } from "./image-rules";

/**
 * A disk image with Docker in it, for hosts on this computer: dnf has nothing to do there.
 *
 * A machine is made for it, checked as every host, sealed and removed again. The image stays in the cache, where a second one of
 * the same arguments finds it, and the state has its path. Creates one local command.
 *
 * ```ts
 * const baked = new LocalDockerImage("docker", {});
 * const host = new LocalDockerHost("web", { image: baked.image });
 * ```
 */
export class LocalDockerImage extends pulumi.ComponentResource implements DockerImageOutputs {
  /** For a host's `image`. */
  public readonly image: pulumi.Output<LocalImage>;
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
  constructor(name: string, args: LocalDockerImageArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { args: known } = check(args, {}, localImageProblems, whose);
    super("pulumi-docker-host:index:LocalDockerImage", name, {}, opts);
    const baked = bakedImage<LocalImage>(this, name, "local", known);

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
