// SPDX-License-Identifier: Apache-2.0
// The resource provider `aws`, as far as AwsDockerHost uses it, on this computer.
import { cloudProvider } from "../cloud/provider";
import { serve } from "../../../tools/stand-ins/command-provider/serve";
import { aws } from "./definition";

serve(cloudProvider(aws));
