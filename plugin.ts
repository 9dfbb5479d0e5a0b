// SPDX-License-Identifier: Apache-2.0
// What `pulumi package add` offers to programs in other languages. Apart from index.ts, because it loads every cloud's SDK.
export { AwsDockerHost } from "./components/aws";
export { GcpDockerHost } from "./components/gcp";
export { HostHealth, LocalDockerHost } from "./index";
