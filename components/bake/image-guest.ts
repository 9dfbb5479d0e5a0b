// SPDX-License-Identifier: Apache-2.0
import type { HostSpecInput } from "../../cloud-init";
import { type GuestArgs, guestArgs, hostSpec } from "../host-spec";
import type * as pulumi from "@pulumi/pulumi";

/** What a guest is told that becomes an image, but for its keys. */
export function imageGuest(login: string, args: pulumi.Unwrap<GuestArgs>): HostSpecInput {
  return hostSpec(guestArgs(args) as pulumi.Unwrap<GuestArgs>, { login, loginKeys: [] });
}
