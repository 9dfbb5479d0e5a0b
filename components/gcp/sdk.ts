// SPDX-License-Identifier: Apache-2.0
// Imported before anything that loads the SDK. The range is that of peerDependencies.
import { requirePeer } from "../optional-peer";

requirePeer("pulumi-docker-host/gcp", "@pulumi/gcp", "^9.37.0");
