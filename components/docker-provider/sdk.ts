// SPDX-License-Identifier: Apache-2.0
// Imported before anything that loads the SDK. The range is that of peerDependencies.
import { requirePeer } from "../optional-peer";

requirePeer("pulumi-docker-host/docker-provider", "@pulumi/docker", "^5.2.0");
