// SPDX-License-Identifier: Apache-2.0
// The resource provider `command` 1.2.1, as far as this project uses it, for machines that cannot download the real one.
import { EngineLog } from "./engine-log";
import { serve } from "./serve";
import { commandProvider } from "./service";

serve(commandProvider(new EngineLog(process.argv[2])));
