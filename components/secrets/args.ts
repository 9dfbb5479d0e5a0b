// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { RegistryLogin } from "./registry-login";

/** A file that the machine gets after its first boot, over SSH. */
export interface SecretFileArgs {
  /**
   * Absolute path; missing folders are made with mode 0755, for whoever has the folder above. A container that is to see
   * changes mounts the folder: a mounted file stays the one that it was.
   */
  path: pulumi.Input<string>;
  /** Written byte for byte, at most 64 KiB, and 256 KiB in all files together. It is a secret in any case. */
  content: pulumi.Input<string>;
  /** `content` is base64 of what the file is to hold, which may then be no text. @default false */
  base64?: pulumi.Input<boolean>;
  /** Octal digits. @default "0600" */
  permissions?: pulumi.Input<string>;
  /** `user:group`, or `user` for the group root. Both are on the machine after its first boot. @default "root:root" */
  owner?: pulumi.Input<string>;
}

/** A login at a registry of images: one with a password, as `docker login` keeps it, or that of the machine's role. */
export interface RegistryArgs {
  /** `host` or `host:port`, as it stands before the images' names; `docker.io` is Docker Hub. */
  host: pulumi.Input<string>;
  /**
   * Whose login it is. `password` is that of `username`. `cloud` is that of the machine's own role, on AWS at ECR with
   * `iamInstanceProfile`, on Google Cloud at Artifact Registry with `serviceAccount`: docker takes a new one whenever it needs
   * one, and nothing secret is carried or kept.
   *
   * @default "password"
   */
  login?: pulumi.Input<RegistryLogin>;
  /** The user at the registry, or the name that goes with a token. @default - must be given, unless `login` is `cloud` */
  username?: pulumi.Input<string>;
  /** The password or token. It is a secret in any case. @default - must be given, unless `login` is `cloud` */
  password?: pulumi.Input<string>;
  /** Users of the machine that are logged in; `root` may be one. @default - all `dockerUsers` */
  users?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * An image there, whose manifest the health check then asks for: it also shows that the login may pull.
   *
   * @default - the check only logs in
   * @example "registry.example:5000/team/app:1.4"
   */
  image?: pulumi.Input<string>;
}
