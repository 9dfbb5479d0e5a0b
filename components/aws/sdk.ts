// SPDX-License-Identifier: Apache-2.0
// Imported before anything that loads the SDK. The range is that of peerDependencies.
import { requirePeer } from "../optional-peer";

requirePeer("pulumi-docker-host/aws", "@pulumi/aws", "^7.48.0");
