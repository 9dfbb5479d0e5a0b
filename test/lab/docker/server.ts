// SPDX-License-Identifier: Apache-2.0
// The resource provider `docker`, as far as the tests of `dockerProvider` use it. What it does to the daemon is real.
import { serve } from "../../../tools/stand-ins/command-provider/serve";
import { cloudProvider } from "../cloud/provider";
import { docker } from "./definition";

serve(cloudProvider(docker));
