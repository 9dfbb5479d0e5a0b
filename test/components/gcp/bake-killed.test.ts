// SPDX-License-Identifier: Apache-2.0
import { interruptions } from "./interrupted-bake";

interruptions("SIGKILL");
