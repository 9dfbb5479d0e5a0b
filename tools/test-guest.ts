// SPDX-License-Identifier: Apache-2.0
// `npm run test:guest`: the programs that run on a host, on stand-ins for one. Arguments go to jest.
import { command } from "./shared/command";
import { runJest, sideBySide } from "./testing/jest";

command((args) => runJest("guest", [...sideBySide, ...args]));
