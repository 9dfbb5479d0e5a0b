// SPDX-License-Identifier: Apache-2.0
// The resource provider `gcp` 9.37, as far as this project uses it, with machines that QEMU emulates.
import { cloudProvider } from "../cloud/provider";
import { serve } from "../../../tools/stand-ins/command-provider/serve";
import { gce } from "./cloud";

serve(cloudProvider(gce));
