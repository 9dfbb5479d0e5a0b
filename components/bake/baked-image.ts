// SPDX-License-Identifier: Apache-2.0

/** What is in an image, as the image itself says in `/usr/lib/docker-host/image.json`. */
export interface ImageFacts {
  /** Its own name, which no other image has. */
  name: string;
  /** The image that it was made from. */
  base: string;
  /** Of what was asked for: the same digest, the same content. Hexadecimal. */
  digest: string;
  /** When it was made, in ISO 8601. */
  baked: string;
  /** The Docker Engine in it. */
  dockerVersion: string;
  /** The packages that were asked for, as rpm names them: `docker-ce-29.1.0-1.el9.x86_64`. */
  packages: string[];
}

/** An image that is there. */
export interface BakedImage<Image = string> extends ImageFacts {
  /** What `amiId` or `image` of a host takes. */
  image: Image;
}
